package dev.isthmus.operator.plan;

import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanPhase;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.source.ResourceReader;
import dev.isthmus.planner.place.Plan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The plan in force of a service.
 *
 * @param name of its PlacementPlan
 * @param epoch planEpoch
 * @param generation of the service that it was made for
 */
public record CurrentPlan(String name, long epoch, long generation, Plan plan) {

  /**
   * The latest plan that was made for this very service; one made for an earlier one of its name is
   * not its own.
   */
  public static Optional<CurrentPlan> of(
      CollaborativeInferenceService service, ResourceReader source) {
    return all(service, source).stream()
        .filter(plan -> isInForce(service, plan))
        .findFirst()
        .map(PlanResources::current);
  }

  /**
   * The plan that waits for a person, empty where none does: later than the one in force, and not
   * approved.
   */
  public static Optional<CurrentPlan> proposed(
      CollaborativeInferenceService service, ResourceReader source) {
    return all(service, source).stream()
        .findFirst()
        .filter(plan -> !isInForce(service, plan))
        .map(PlanResources::current);
  }

  /** One that was carried out before approval became a person's needs none. */
  private static boolean isInForce(CollaborativeInferenceService service, PlacementPlan plan) {
    boolean carriedOut =
        plan.getStatus() != null
            && plan.getStatus().phase() != null
            && plan.getStatus().phase() != PlanPhase.PROPOSED;
    return !service.getSpec().waitsForApproval() || plan.getSpec().isApproved() || carriedOut;
  }

  /** Every plan that is kept of a service, the latest first. */
  public static List<PlacementPlan> all(
      CollaborativeInferenceService service, ResourceReader source) {
    return source.list(PlacementPlan.class).stream()
        .filter(plan -> plan.getSpec().serviceUid().equals(service.getMetadata().getUid()))
        .sorted(
            Comparator.comparing((PlacementPlan plan) -> plan.getSpec().plan().epoch()).reversed())
        .toList();
  }
}
