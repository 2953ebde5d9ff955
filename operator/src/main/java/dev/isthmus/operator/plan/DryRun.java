package dev.isthmus.operator.plan;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.operator.source.ResourceReader;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Decides as the operator would, over what resources say, and does nothing. What still drains is
 * not known here and counted as gone.
 */
public final class DryRun {

  private final ResourceReader source;
  private final Fleet fleet;

  /**
   * What would be done for a service.
   *
   * @param before the plan in force, empty where there is none
   */
  public record Proposal(
      CollaborativeInferenceService service, Optional<CurrentPlan> before, Decision decision) {}

  /**
   * @param imagined what is to be added to the fleet that the resources tell of
   */
  public DryRun(ResourceReader source, UnaryOperator<Fleet> imagined) {
    this.source = source;
    this.fleet = imagined.apply(FleetInputs.fleet(source));
  }

  public Fleet fleet() {
    return fleet;
  }

  /** Packages that a service needs and of which nothing is known yet. */
  public static List<ModelPackage> unknown(ResourceReader source) {
    return source.list(ModelPackage.class).stream()
        .filter(model -> ModelFactsState.of(model).facts().isEmpty())
        .toList();
  }

  /** One after the other, each over what those before it would take. */
  public List<Proposal> plan(List<CollaborativeInferenceService> services) {
    Ledger ledger = Ledger.EMPTY;
    Plans plans = new Plans(source);
    for (CollaborativeInferenceService service : source.list(CollaborativeInferenceService.class)) {
      Optional<CurrentPlan> plan = plans.current(service);
      ledger = plan.isPresent() ? ledger.with(plan.get().plan()) : ledger;
    }
    Planning planning = new Planning(source);
    List<Proposal> proposals = new ArrayList<>();
    for (CollaborativeInferenceService service : services) {
      Optional<CurrentPlan> before = plans.current(service);
      Decision decision = planning.decide(service, fleet, ledger, before, ExpertLoads.NONE);
      if (decision instanceof Place place) {
        ledger = ledger.with(place.plan());
      }
      proposals.add(new Proposal(service, before, decision));
    }
    return proposals;
  }
}
