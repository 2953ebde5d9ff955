package dev.isthmus.operator.reconcile;

import dev.isthmus.crds.plan.PlannedRole;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.plan.CurrentPlan;
import dev.isthmus.operator.plan.Plans;
import dev.isthmus.planner.place.Ledger;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Plan;
import dev.isthmus.planner.place.Precision;
import dev.isthmus.planner.place.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fleet's memory as plans hold it, with what still drains of earlier ones. */
final class Ledgers {

  private final Plans plans;

  Ledgers(Plans plans) {
    this.plans = plans;
  }

  Ledger of(List<CollaborativeInferenceService> services, Observed seen) {
    Ledger ledger = Ledger.EMPTY;
    for (CollaborativeInferenceService service : services) {
      ledger = with(ledger, service, seen);
    }
    return ledger;
  }

  /** With what a service holds now in the place of what it held. */
  Ledger with(Ledger ledger, CollaborativeInferenceService service, Observed seen) {
    Optional<CurrentPlan> plan = plans.current(service);
    Ledger next = plan.isPresent() ? ledger.with(plan.get().plan()) : ledger;
    return next.with(new Plan(draining(service), draining(service, plan, seen), List.of()));
  }

  /**
   * As a service's own decision sees it: what drains of its earlier plans gives way to what comes
   * after it, as its plan in force does. Else that plan would not fit beside what it replaces.
   */
  Ledger deciding(Ledger ledger, CollaborativeInferenceService service) {
    return ledger.without(draining(service));
  }

  /** Under which name a service holds what drains. */
  private static String draining(CollaborativeInferenceService service) {
    return "draining " + service.getMetadata().getUid();
  }

  private List<Placement> draining(
      CollaborativeInferenceService service, Optional<CurrentPlan> plan, Observed seen) {
    List<Placement> draining = new ArrayList<>();
    seen.assignments()
        .forEach(
            (node, assignment) ->
                assignment.getRolesList().stream()
                    .filter(role -> role.getServiceUid().equals(service.getMetadata().getUid()))
                    .filter(role -> !isPlanned(plan, node, role))
                    .forEach(role -> draining.add(placement(service, node, role))));
    return draining;
  }

  private static boolean isPlanned(Optional<CurrentPlan> plan, SiteKey node, RoleAssignment role) {
    return plan.isPresent()
        && plan.get().plan().placements().stream()
            .anyMatch(
                placement ->
                    placement.id().equals(role.getId()) && placement.node().equals(node.key()));
  }

  /** The weights' bytes stand in the plan that once placed it. */
  private Placement placement(
      CollaborativeInferenceService service, SiteKey node, RoleAssignment role) {
    long weights =
        plans.of(service).stream()
            .flatMap(plan -> plan.getSpec().plan().roles().stream())
            .filter(
                planned -> planned.id().equals(role.getId()) && planned.node().equals(node.key()))
            .findFirst()
            .map(PlannedRole::weightBytes)
            .orElse(0L);
    return new Placement(
        role.getId(),
        Role.VERIFIER,
        node.key(),
        node.site(),
        role.getModel().getDigest(),
        Precision.FP32,
        weights,
        role.getKvBytes());
  }
}
