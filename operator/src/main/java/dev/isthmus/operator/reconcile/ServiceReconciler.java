package dev.isthmus.operator.reconcile;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanPhase;
import dev.isthmus.crds.plan.PlanStatus;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.observe.Epochs;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.place.ServicePlan;
import dev.isthmus.operator.plan.CurrentPlan;
import dev.isthmus.operator.plan.Decision;
import dev.isthmus.operator.plan.Decision.AwaitApproval;
import dev.isthmus.operator.plan.Decision.Keep;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.operator.plan.PlanResources;
import dev.isthmus.operator.plan.Planning;
import dev.isthmus.operator.plan.Plans;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.operator.status.Reason;
import dev.isthmus.operator.status.Stories.Story;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Ledger;
import dev.isthmus.planner.place.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides for one service and keeps its plan. Carrying it out is {@code operator.place}'s. */
final class ServiceReconciler {

  private static final int PLANS_KEPT = 5;

  private final ResourceSource source;
  private final Plans plans;
  private final Planning planning;
  private final Epochs epochs;

  /** What was decided, and what is to be carried out. */
  record Outcome(ServicePlan plan, Decision decision) {}

  ServiceReconciler(ResourceSource source, Plans plans, Epochs epochs) {
    this.source = source;
    this.plans = plans;
    this.planning = new Planning(source);
    this.epochs = epochs;
  }

  Outcome reconcile(
      CollaborativeInferenceService service, Observed seen, Fleet fleet, Ledger ledger) {
    Optional<CurrentPlan> current = plans.current(service);
    Decision decision = planning.decide(service, seen, fleet, ledger, current);
    if (decision instanceof Place place && service.getSpec().waitsForApproval()) {
      decision = new AwaitApproval(propose(service, place), place.shortfalls());
    } else if (decision instanceof Place place) {
      make(service, place);
      current = plans.current(service);
    } else {
      plans.proposed(service).ifPresent(old -> withdraw(service, old));
    }
    boolean settled =
        (decision instanceof Place || decision instanceof Keep) && isStored(service, current);
    return new Outcome(
        new ServicePlan(service, current, settled, target(service), draft(service)), decision);
  }

  /** The one proposal of the service; what was proposed before and is wanted no more goes. */
  private String propose(CollaborativeInferenceService service, Place place) {
    Optional<CurrentPlan> before = plans.proposed(service);
    if (before.filter(old -> old.plan().placesAs(place.plan())).isPresent()) {
      return before.get().name();
    }
    before.ifPresent(old -> withdraw(service, old));
    return make(service, place).getMetadata().getName();
  }

  private void withdraw(CollaborativeInferenceService service, CurrentPlan proposed) {
    source
        .find(PlacementPlan.class, service.getMetadata().getNamespace(), proposed.name())
        .ifPresent(source::remove);
    plans.changed();
  }

  private PlacementPlan make(CollaborativeInferenceService service, Place place) {
    List<PlacementPlan> before = plans.of(service);
    before.forEach(
        plan -> epochs.sawPlan(plan.getSpec().serviceUid(), plan.getSpec().plan().epoch()));
    PlacementPlan plan;
    do { // a plan that is left of an earlier service of this name keeps its own
      long epoch = epochs.nextPlan(service.getMetadata().getUid());
      plan = PlanResources.resource(service, epoch, place);
    } while (!source.make(plan));
    source.tell(
        service,
        new Story(
            false,
            Reason.PlanMade,
            plan.getMetadata().getName() + " is made: " + sentence(place.plan())));
    before.stream().skip(PLANS_KEPT - 1L).forEach(source::remove);
    plans.changed();
    return plan;
  }

  private static String sentence(Plan plan) {
    return plan.placements().stream()
        .map(placement -> placement.role().word() + " at " + placement.node())
        .collect(Collectors.joining(", "));
  }

  /** A plan that a restart would not find again is not carried out yet. */
  private boolean isStored(CollaborativeInferenceService service, Optional<CurrentPlan> current) {
    return current
        .flatMap(
            plan ->
                source.find(PlacementPlan.class, service.getMetadata().getNamespace(), plan.name()))
        .filter(source::isStored)
        .isPresent();
  }

  /**
   * Says of each kept plan where it stands.
   *
   * @return of how many that was news
   */
  int phases(ServicePlan service, boolean serving) {
    int writes = 0;
    for (PlacementPlan plan : plans.of(service.service())) {
      boolean inForce =
          service
              .plan()
              .filter(current -> current.epoch() == plan.getSpec().plan().epoch())
              .isPresent();
      boolean later =
          service.plan().map(CurrentPlan::epoch).orElse(0L) < plan.getSpec().plan().epoch();
      if (source.writeStatus(plan, new PlanStatus(phase(inForce, later, serving)))) {
        writes++;
      }
    }
    return writes;
  }

  private static PlanPhase phase(boolean inForce, boolean later, boolean serving) {
    if (inForce) {
      return serving ? PlanPhase.SERVING : PlanPhase.PLACING;
    }
    return later ? PlanPhase.PROPOSED : PlanPhase.SUPERSEDED;
  }

  /** Takes away the plans of services that are gone, as owner references do in a cluster. */
  void collect(List<CollaborativeInferenceService> services) {
    Set<String> uids =
        services.stream()
            .map(service -> service.getMetadata().getUid())
            .collect(Collectors.toSet());
    source.list(PlacementPlan.class).stream()
        .filter(plan -> !uids.contains(plan.getSpec().serviceUid()))
        .forEach(source::remove);
    plans.changed();
  }

  int draftersWanted(CollaborativeInferenceService service) {
    return planning.drafterSiteCount(service);
  }

  private Optional<ModelPackage> target(CollaborativeInferenceService service) {
    return source.find(
        ModelPackage.class, service.getMetadata().getNamespace(), service.getSpec().model());
  }

  private Optional<ModelPackage> draft(CollaborativeInferenceService service) {
    return Optional.ofNullable(service.getSpec().draft())
        .map(draft -> draft.model())
        .flatMap(
            model -> source.find(ModelPackage.class, service.getMetadata().getNamespace(), model));
  }
}
