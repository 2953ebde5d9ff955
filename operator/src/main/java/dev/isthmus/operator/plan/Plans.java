package dev.isthmus.operator.plan;

import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanPhase;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.source.ResourceReader;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plans that are kept, by their service. Read once, and again after a change. */
public final class Plans {

  private static final Comparator<PlacementPlan> LATEST_FIRST =
      Comparator.comparing((PlacementPlan plan) -> plan.getSpec().plan().epoch()).reversed();

  private final ResourceReader source;
  private Map<String, List<PlacementPlan>> byService;

  public Plans(ResourceReader source) {
    this.source = source;
  }

  /** Plans were made or removed, or may have been. */
  public void changed() {
    byService = null;
  }

  /** Every plan that is kept of a service, the latest first. */
  public List<PlacementPlan> of(CollaborativeInferenceService service) {
    if (byService == null) {
      byService =
          source.list(PlacementPlan.class).stream()
              .sorted(LATEST_FIRST)
              .collect(Collectors.groupingBy(plan -> plan.getSpec().serviceUid()));
    }
    return byService.getOrDefault(service.getMetadata().getUid(), List.of());
  }

  /**
   * The latest plan that was made for this very service; one made for an earlier one of its name is
   * not its own.
   */
  public Optional<CurrentPlan> current(CollaborativeInferenceService service) {
    return of(service).stream()
        .filter(plan -> isInForce(service, plan))
        .findFirst()
        .map(PlanResources::current);
  }

  /**
   * The plan that waits for a person, empty where none does: later than the one in force, and not
   * approved.
   */
  public Optional<CurrentPlan> proposed(CollaborativeInferenceService service) {
    return of(service).stream()
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
}
