package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StagePlace;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A chain some of whose stages go to other nodes. Those load first, while the rest goes on with the
 * chain that it has: it serves until the new one can.
 */
final class StageMove {

  /** A role that a chain names. */
  record Stage(SiteKey node, String roleId) {}

  private final Map<Placement, RoleAssignment> wanted;
  private final Observed seen;

  /**
   * @param wanted the stages of one chain as they are planned
   */
  StageMove(Map<Placement, RoleAssignment> wanted, Observed seen) {
    this.wanted = wanted;
    this.seen = seen;
  }

  /**
   * Whether the chain that runs stays until what is new has loaded. It does not where some of it is
   * gone, or where a node of it would have to hold its old layers and new ones.
   */
  boolean waits() {
    Set<Chain> running = new HashSet<>();
    Set<Placement> newcomers = new HashSet<>();
    wanted.forEach(
        (placement, role) ->
            held(placement, role)
                .map(RoleAssignment::getChain)
                .filter(chain -> !chain.equals(role.getChain()))
                .ifPresentOrElse(running::add, () -> newcomers.add(placement)));
    if (running.size() != 1) {
      return false;
    }
    List<StagePlace> stages = running.iterator().next().getStagesList();
    return stages.stream().allMatch(stage -> isReady(node(stage), stage.getRoleId()))
        && stages.stream().map(StageMove::node).noneMatch(nodes(newcomers)::contains)
        && newcomers.stream()
            .anyMatch(placement -> !isReady(Assignments.node(placement), placement.id()));
  }

  /** What the node has of a stage already, however its chain is joined. */
  Optional<RoleAssignment> held(Placement placement, RoleAssignment role) {
    RoleAssignment bare = bare(role);
    return Rollout.roles(Assignments.node(placement), seen).stream()
        .filter(other -> bare(other).equals(bare))
        .findFirst();
  }

  private static RoleAssignment bare(RoleAssignment role) {
    return role.toBuilder().clearPlanEpoch().clearChain().build();
  }

  /** The stages, by node and role, of which the chains of these roles consist. */
  static Set<Stage> stages(Collection<List<RoleAssignment>> roles) {
    return roles.stream()
        .flatMap(List::stream)
        .flatMap(role -> role.getChain().getStagesList().stream())
        .map(stage -> new Stage(node(stage), stage.getRoleId()))
        .collect(Collectors.toSet());
  }

  private boolean isReady(SiteKey node, String roleId) {
    return seen.serving(node.key(), roleId, 0).isPresent();
  }

  private static Set<SiteKey> nodes(Set<Placement> placements) {
    return placements.stream().map(Assignments::node).collect(Collectors.toSet());
  }

  private static SiteKey node(StagePlace stage) {
    return new SiteKey(stage.getSite(), stage.getNode());
  }
}
