package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.plan.Words;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who serves a service now: planned roles that report ready, and beside them those that an earlier
 * plan left behind. The old ones are marked as draining once all planned ones of their kind are
 * ready, so that there is never a moment with neither.
 */
public final class Workers {

  /** Those that routers open sessions at. */
  private static final Set<Role> SERVE = Set.of(Role.ROLE_VERIFIER, Role.ROLE_DRAFTER);

  private final ServicePlan service;
  private final Observed seen;

  /**
   * A role that serves.
   *
   * @param assigned as the node was told
   */
  record Worker(ObservedNode node, ObservedRole role, RoleAssignment assigned, boolean draining) {}

  public Workers(ServicePlan service, Observed seen) {
    this.service = service;
    this.seen = seen;
  }

  List<Worker> present() {
    List<Worker> workers = new ArrayList<>();
    for (Map.Entry<SiteKey, AssignmentRecord> assignment : seen.assignments().entrySet()) {
      for (RoleAssignment role : assignment.getValue().getRolesList()) {
        if (role.getServiceUid().equals(service.uid()) && SERVE.contains(role.getRole())) {
          worker(assignment.getKey(), role).ifPresent(workers::add);
        }
      }
    }
    return workers;
  }

  private Optional<Worker> worker(SiteKey node, RoleAssignment role) {
    boolean left = !Rollout.isPlanned(service, node.key(), role);
    return ready(node, role)
        // One of the model before is in no route with its successor: token ids mean something else.
        .filter(observed -> service.plans(Words.role(role.getRole()), role.getModel().getDigest()))
        .map(
            observed ->
                new Worker(
                    seen.nodes().get(node.key()),
                    observed,
                    role,
                    left && allReady(role.getRole())));
  }

  /** Whether all that the plan has of a role reports ready. */
  private boolean allReady(Role kind) {
    long planned = service.plan().orElseThrow().plan().of(Words.role(kind)).count();
    return readyCount(kind) == planned;
  }

  /** How many of a role the plan has that report ready. */
  public long readyCount(Role kind) {
    return seen.assignments().entrySet().stream()
        .flatMap(
            assignment ->
                assignment.getValue().getRolesList().stream()
                    .filter(
                        role ->
                            role.getServiceUid().equals(service.uid()) && role.getRole() == kind)
                    .filter(role -> isAsPlanned(assignment.getKey().key(), role))
                    .filter(role -> ready(assignment.getKey(), role).isPresent()))
        .count();
  }

  /** Not so a role whose turn to get another engine has not come. */
  private boolean isAsPlanned(String node, RoleAssignment role) {
    return Rollout.planned(service, node, role)
        .filter(placement -> placement.modelDigest().equals(role.getModel().getDigest()))
        .filter(
            placement ->
                role.getPrecision() == Precision.PRECISION_UNSPECIFIED
                    || Words.precision(role.getPrecision())
                        == Words.precision(placement.precision()))
        .isPresent();
  }

  private Optional<ObservedRole> ready(SiteKey node, RoleAssignment role) {
    return Optional.ofNullable(seen.nodes().get(node.key()))
        .filter(found -> found.site().equals(node.site()))
        .flatMap(found -> seen.serving(node.key(), role.getId(), role.getPlanEpoch()));
  }
}
