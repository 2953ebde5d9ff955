package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.protocol.v1.RoleAssignment;

/** Which layers a role holds on its node. */
final class RoleLayers {

  private RoleLayers() {}

  static StageRange of(RoleAssignment role, int layers) {
    return role.getLastLayer() == 0
        ? new StageRange(0, layers)
        : new StageRange(role.getFirstLayer(), role.getLastLayer());
  }

  /**
   * What of a role's memory for KV is left for it: a stage that sends its states on keeps them too,
   * so that the stage after it can be rebuilt.
   */
  static long kvBytes(RoleAssignment role, Architecture model, StageRange range, long bytes) {
    if (!role.hasChain() || range.last() == model.layers()) {
      return bytes;
    }
    double kv = 2.0 * range.layers() * model.kvHeads() * model.headDim();
    return Math.max(1, (long) (bytes * kv / (kv + model.hidden())));
  }
}
