package dev.isthmus.operator.plan;

import dev.isthmus.crds.plan.PlacementPlan;
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
    return all(service, source).stream().findFirst().map(PlanResources::current);
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
