package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StagePlace;
import java.util.List;

/** Which layers a role holds on its node. */
final class RoleLayers {

  private RoleLayers() {}

  /** One range, or two for the host of a chain that holds its first stage beside its last. */
  static List<StageRange> of(RoleAssignment role, int layers) {
    if (role.getRole() == Role.ROLE_VERIFIER && role.hasChain()) {
      return hosted(role.getChain());
    }
    return List.of(
        role.getLastLayer() == 0
            ? new StageRange(0, layers)
            : new StageRange(role.getFirstLayer(), role.getLastLayer()));
  }

  private static List<StageRange> hosted(Chain chain) {
    String host = chain.getStages(chain.getStagesCount() - 1).getNode();
    return chain.getStagesList().stream()
        .filter(place -> place.getNode().equals(host))
        .map(RoleLayers::range)
        .toList();
  }

  private static StageRange range(StagePlace place) {
    return new StageRange(place.getFirstLayer(), place.getLastLayer());
  }

  /**
   * What of a role's KV memory one of its ranges gets: its share by layers, less what a stage that
   * sends its states on keeps of them, so that the stage after it can be rebuilt.
   */
  static long kvBytes(
      RoleAssignment role, Architecture model, StageRange range, List<StageRange> all, long bytes) {
    int layers = all.stream().mapToInt(StageRange::layers).sum();
    double share = (double) range.layers() / layers;
    double kv = 2.0 * range.layers() * model.kvHeads() * model.headDim();
    double kept = role.hasChain() && range.last() < model.layers() ? model.hidden() : 0;
    return Math.max(1, (long) (bytes * share * kv / (kv + kept)));
  }
}
