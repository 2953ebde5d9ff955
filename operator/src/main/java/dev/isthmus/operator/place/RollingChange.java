package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifiers that serve and get another engine where they stand change one after the other, once all
 * others serve: an engine that finds no room beside the one that it replaces serves nobody until it
 * has loaded.
 */
final class RollingChange {

  private final Observed seen;
  private final Set<Placement> waiting;

  /**
   * @param wanted a service's roles as they are planned, in the plan's order
   */
  RollingChange(Map<Placement, RoleAssignment> wanted, Observed seen) {
    this.seen = seen;
    List<Placement> changing = new ArrayList<>();
    boolean othersServe = true;
    for (Map.Entry<Placement, RoleAssignment> role : wanted.entrySet()) {
      if (isVerifier(role.getValue())) {
        if (changesWhileItServes(role.getKey(), role.getValue())) {
          changing.add(role.getKey());
        } else {
          othersServe &= serves(role.getKey());
        }
      }
    }
    this.waiting = changing.stream().skip(othersServe ? 1 : 0).collect(Collectors.toSet());
  }

  /** What a role's node goes on with until its turn comes; empty where it has. */
  Optional<RoleAssignment> held(Placement placement) {
    return waiting.contains(placement) ? told(placement) : Optional.empty();
  }

  /** A whole model with its experts: all others have rules of their own. */
  private static boolean isVerifier(RoleAssignment role) {
    return role.getRole() == Role.ROLE_VERIFIER && !role.hasChain() && !role.hasExperts();
  }

  private boolean changesWhileItServes(Placement placement, RoleAssignment role) {
    return Assignments.untouched(Assignments.node(placement), role, seen).isEmpty()
        && serves(placement);
  }

  /** As it was told last. */
  private boolean serves(Placement placement) {
    return told(placement)
        .flatMap(role -> seen.serving(placement.node(), role.getId(), role.getPlanEpoch()))
        .isPresent();
  }

  private Optional<RoleAssignment> told(Placement placement) {
    return Rollout.role(Assignments.node(placement), placement.id(), seen);
  }
}
