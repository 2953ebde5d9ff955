package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.RoleAssignment;

/** Whether a stage may be joined as the one before it asks. */
final class StageChecks {

  private StageChecks() {}

  /**
   * Empty, or why not, beginning with a name.
   *
   * @param incarnation the last one that was seen, 0 for none
   */
  static String refusal(Hello hello, RoleAssignment role, EngineInfo info, long incarnation) {
    if (Long.compareUnsigned(hello.getPlanEpoch(), role.getPlanEpoch()) < 0) {
      return "StaleEpoch: the plan is at epoch %s here, the caller's at %s"
          .formatted(
              Long.toUnsignedString(role.getPlanEpoch()),
              Long.toUnsignedString(hello.getPlanEpoch()));
    }
    if (hello.getPlanEpoch() != role.getPlanEpoch()) {
      return "NotYet: the plan of epoch %s has not come here yet"
          .formatted(Long.toUnsignedString(hello.getPlanEpoch()));
    }
    if (Long.compareUnsigned(hello.getIncarnation(), incarnation) <= 0) {
      return "StaleEpoch: the chain was joined with incarnation %s already, not %s"
          .formatted(
              Long.toUnsignedString(incarnation), Long.toUnsignedString(hello.getIncarnation()));
    }
    if (hello.getFirstLayer() != info.range().first()) {
      return "WrongShape: this stage begins at layer %d, not at %d"
          .formatted(info.range().first(), hello.getFirstLayer());
    }
    if (hello.getHiddenSize() != info.architecture().hidden()) {
      return "WrongShape: hidden states have %d values here, not %d"
          .formatted(info.architecture().hidden(), hello.getHiddenSize());
    }
    return "";
  }
}
