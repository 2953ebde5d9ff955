package dev.isthmus.operator.plan;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.Precision;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.Draft;
import dev.isthmus.crds.service.HiddenStates;
import dev.isthmus.crds.service.SiteSelector;
import dev.isthmus.crds.service.Target;
import dev.isthmus.crds.site.Tier;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.plan.Decision.AwaitModel;
import dev.isthmus.operator.plan.Decision.HoldStill;
import dev.isthmus.operator.plan.Decision.Infeasible;
import dev.isthmus.operator.plan.Decision.Keep;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.operator.source.ResourceReader;
import dev.isthmus.operator.status.Reason;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Ledger;
import dev.isthmus.planner.place.PlaceResult;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Placer;
import dev.isthmus.planner.place.Placing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides for one service. Reads only: the same resources, observations and ledger give the same
 * decision.
 */
public final class Planning {

  private static final SiteSelector CLOUD = new SiteSelector(Tier.CLOUD, Map.of());
  private static final SiteSelector EDGE = new SiteSelector(Tier.EDGE, Map.of());

  private final ResourceReader source;
  private final Placer placer = new Placer();

  public Planning(ResourceReader source) {
    this.source = source;
  }

  /**
   * @param fleet as it is seen
   * @param ledger of all services, with what is still draining
   */
  public Decision decide(
      CollaborativeInferenceService service,
      Observed seen,
      Fleet fleet,
      Ledger ledger,
      Optional<CurrentPlan> current) {
    if (seen.heartbeatsLost()) {
      return new HoldStill(
          "more than half of the nodes fell silent together; nothing is moved until they are heard");
    }
    Optional<String> awaited = awaited(current, seen);
    if (awaited.isPresent()) {
      return new HoldStill(
          awaited.get()
              + ", which has a part of the plan, was heard before this operator started; nothing is"
              + " moved until it is heard again, or ten of its heartbeats are missing");
    }
    return decide(service, fleet, ledger, current, ExpertLoads.of(current, seen));
  }

  /** A node of the plan whose record the broker does not have, unless a person deleted the node. */
  private Optional<String> awaited(Optional<CurrentPlan> current, Observed seen) {
    return current.stream()
        .flatMap(now -> now.plan().placements().stream())
        .map(Placement::node)
        .filter(seen.awaited()::contains)
        .filter(node -> source.find(InferenceNode.class, null, node).isPresent())
        .findFirst();
  }

  /** The same over a fleet that is given. */
  Decision decide(
      CollaborativeInferenceService service,
      Fleet fleet,
      Ledger ledger,
      Optional<CurrentPlan> current,
      ExpertLoads loads) {
    Models models = Models.of(service, source);
    if (models.missing().isPresent()) {
      return models.missing().get();
    }
    SiteSelector where = verifierSites(service);
    Set<String> verifierSites = DemandInputs.sites(where, service, source);
    if (verifierSites.isEmpty()) {
      return new Infeasible(
          Reason.NoMatchingSite,
          DemandInputs.nowhere("spec.target.siteSelector", where, service, source));
    }
    Set<String> textSites = TextSites.of(service, source);
    if (textSites.isEmpty() && TextSites.areLimited(service)) {
      return new Infeasible(Reason.ResidencyForbids, TextSites.nowhere(service));
    }
    Placing target =
        DemandInputs.placing(models.target(), precision(service), verifierSites, states(service));
    List<Shortfall> shortfalls = new ArrayList<>();
    Optional<Placing> draft = models.draft().flatMap(model -> draft(service, model, shortfalls));
    PlaceResult result =
        placer.place(
            fleet,
            ledger,
            DemandInputs.demand(service, target, draft, textSites, loads.load(target.model())),
            current.map(CurrentPlan::plan));
    return decision(result, shortfalls, current);
  }

  private static Decision decision(
      PlaceResult result, List<Shortfall> shortfalls, Optional<CurrentPlan> current) {
    if (result instanceof PlaceResult.Infeasible no) {
      return new Infeasible(Reason.of(no.reason()), no.message());
    }
    PlaceResult.Placed placed = (PlaceResult.Placed) result;
    shortfalls.addAll(placed.shortfalls());
    return current
        .filter(now -> now.plan().placesAs(placed.plan()))
        .<Decision>map(now -> new Keep(now, List.copyOf(shortfalls), placed.forecast()))
        .orElseGet(() -> new Place(placed.plan(), List.copyOf(shortfalls), placed.forecast()));
  }

  private Optional<Placing> draft(
      CollaborativeInferenceService service, ModelPackage model, List<Shortfall> shortfalls) {
    SiteSelector where = drafterSites(service);
    Set<String> sites = DemandInputs.sites(where, service, source);
    if (sites.isEmpty()) {
      shortfalls.add(
          new Shortfall(
              dev.isthmus.planner.place.Reason.NoMatchingSite,
              DemandInputs.nowhere("spec.draft.siteSelector", where, service, source)
                  + "; requests are served without a drafter"));
      return Optional.empty();
    }
    return Optional.of(DemandInputs.placing(model, Optional.empty(), sites, states(service)));
  }

  /** At how many sites a service wants a drafter. */
  public int drafterSiteCount(CollaborativeInferenceService service) {
    Draft draft = service.getSpec().draft();
    return draft == null || draft.model() == null
        ? 0
        : DemandInputs.sites(drafterSites(service), service, source).size();
  }

  private static SiteSelector verifierSites(CollaborativeInferenceService service) {
    Target target = service.getSpec().target();
    return target == null || target.siteSelector() == null ? CLOUD : target.siteSelector();
  }

  private static SiteSelector drafterSites(CollaborativeInferenceService service) {
    Draft draft = service.getSpec().draft();
    return draft == null || draft.siteSelector() == null ? EDGE : draft.siteSelector();
  }

  private static HiddenStates states(CollaborativeInferenceService service) {
    return service.getSpec().layers().hiddenStates();
  }

  private static Optional<Precision> precision(CollaborativeInferenceService service) {
    return Optional.ofNullable(service.getSpec().target()).map(Target::precision);
  }

  /** The models of a service, with the facts that planning needs, or what is missing of them. */
  private record Models(
      ModelPackage target, Optional<ModelPackage> draft, Optional<AwaitModel> missing) {

    static Models of(CollaborativeInferenceService service, ResourceReader source) {
      String namespace = service.getMetadata().getNamespace();
      String model = service.getSpec().model();
      String draft = service.getSpec().draft() == null ? null : service.getSpec().draft().model();
      Optional<ModelPackage> target = source.find(ModelPackage.class, namespace, model);
      Optional<ModelPackage> drafter =
          draft == null ? Optional.empty() : source.find(ModelPackage.class, namespace, draft);
      Optional<AwaitModel> missing = missing(target, namespace, model);
      if (missing.isEmpty() && draft != null) {
        missing = missing(drafter, namespace, draft);
      }
      return new Models(target.orElse(null), drafter, missing);
    }

    private static Optional<AwaitModel> missing(
        Optional<ModelPackage> found, String namespace, String name) {
      if (found.isEmpty()) {
        return Optional.of(
            new AwaitModel(
                Reason.ModelNotFound,
                "there is no ModelPackage " + name + " in namespace " + namespace));
      }
      return ModelFactsState.of(found.get()).missing();
    }
  }
}
