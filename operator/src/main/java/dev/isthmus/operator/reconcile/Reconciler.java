package dev.isthmus.operator.reconcile;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.ModelPackageStatus;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeSpec;
import dev.isthmus.crds.node.NodeStatus;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.observe.ControlState;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.observe.Voice;
import dev.isthmus.operator.place.Assignments;
import dev.isthmus.operator.place.Outbox;
import dev.isthmus.operator.place.Rollout;
import dev.isthmus.operator.place.Routes;
import dev.isthmus.operator.place.ServicePlan;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.operator.plan.FleetInputs;
import dev.isthmus.operator.plan.Measurements;
import dev.isthmus.operator.plan.Plans;
import dev.isthmus.operator.reconcile.ServiceReconciler.Outcome;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.operator.status.NodeStatuses;
import dev.isthmus.operator.status.PackageStatuses;
import dev.isthmus.operator.status.ServiceStatuses;
import dev.isthmus.operator.status.SiteStatuses;
import dev.isthmus.operator.status.Stories;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Ledger;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One pass over everything, from what was seen to what is written. Level-triggered: a pass that
 * finds nothing to change writes nothing, and what failed to be written is found again by the next.
 */
public final class Reconciler {

  private static final Comparator<CollaborativeInferenceService> OLDEST_FIRST =
      Comparator.comparing(
              (CollaborativeInferenceService service) ->
                  service.getMetadata().getCreationTimestamp())
          .thenComparing(
              service ->
                  service.getMetadata().getNamespace() + "/" + service.getMetadata().getName());

  private final ResourceSource source;
  private final ControlState state;
  private final Outbox outbox;
  private final ChangeWatch changes;
  private final ServiceReconciler services;
  private final Ledgers ledgers;
  private final Assignments assignments;
  private final Routes routes;
  private final ServiceStatuses serviceStatuses;
  private final PackageStatuses packageStatuses;
  private final NodeStatuses nodeStatuses;
  private final SiteStatuses siteStatuses;
  private final Set<String> known = new HashSet<>();
  private int writes;

  /**
   * @param changes told how services' changes go
   * @param nanoTime a monotonic clock
   */
  public Reconciler(
      ResourceSource source,
      ControlState state,
      Outbox outbox,
      Rollout rollout,
      ChangeWatch changes,
      Clock clock,
      LongSupplier nanoTime) {
    this.source = source;
    this.state = state;
    this.outbox = outbox;
    this.changes = changes;
    Plans plans = new Plans(source);
    this.services = new ServiceReconciler(source, plans, state.epochs());
    this.ledgers = new Ledgers(plans);
    this.assignments = new Assignments(rollout, source);
    this.routes = new Routes(source);
    this.serviceStatuses = new ServiceStatuses(source, clock);
    this.packageStatuses = new PackageStatuses(clock);
    this.nodeStatuses = new NodeStatuses(clock);
    this.siteStatuses = new SiteStatuses(nanoTime);
  }

  /**
   * @param caughtUp whether all control topics were read to their ends: before that nothing is
   *     decided
   * @param writable whether the broker answers: else what is decided is written by a later pass
   */
  public Pass pass(boolean caughtUp, boolean writable) {
    writes = 0;
    Observed seen = state.observed();
    Measurements measurements = new Measurements(source);
    observe(seen, measurements);
    List<CollaborativeInferenceService> present =
        source.list(CollaborativeInferenceService.class).stream().sorted(OLDEST_FIRST).toList();
    if (!caughtUp) {
      present.forEach(service -> write(service, serviceStatuses.waiting(service)));
      return new Pass(false, seen, Map.of(), Map.of(), writes);
    }
    services.collect(present);
    changes.present(present);
    List<Outcome> outcomes = decide(present, seen, measurements);
    if (writable && !seen.heartbeatsLost()) {
      place(outcomes.stream().map(Outcome::plan).toList(), seen);
    }
    Map<String, Long> ready = report(outcomes, state.observed());
    return new Pass(
        true,
        seen,
        outcomes.stream()
            .collect(Collectors.groupingBy(o -> o.decision().word(), Collectors.counting())),
        ready,
        writes);
  }

  private <S, R extends CustomResource<?, S>> void write(R resource, S status) {
    if (source.writeStatus(resource, status)) {
      writes++;
    }
  }

  /** What is reported goes to nodes, sites and packages. */
  private void observe(Observed seen, Measurements measurements) {
    seen.nodes().values().forEach(node -> observe(node, seen, measurements));
    source.list(Site.class).forEach(site -> write(site, siteStatuses.next(site, seen)));
    source
        .list(ModelPackage.class)
        .forEach(
            model -> {
              ModelPackageStatus next = packageStatuses.next(model, seen);
              tell(model, before(model, ModelPackageStatus::conditions), next.conditions());
              write(model, next);
            });
  }

  /**
   * A node that a person deleted after it fell silent, or that went with its pool, is gone for
   * good; one that is heard comes back.
   */
  private void observe(ObservedNode node, Observed seen, Measurements measurements) {
    Optional<InferenceNode> found = source.find(InferenceNode.class, null, node.id());
    boolean deleted =
        found.isEmpty() && known.contains(node.id()) && node.voice() == Voice.UNREACHABLE;
    if (deleted || PoolNodes.isGone(node, source.find(Site.class, null, node.site()))) {
      if (outbox.forget(new SiteKey(node.site(), node.id()))) {
        state.retire(node.id());
        known.remove(node.id());
        found.ifPresent(source::remove);
      }
      return;
    }
    if (found.isEmpty()) {
      InferenceNode own = new InferenceNode();
      own.setMetadata(new ObjectMetaBuilder().withName(node.id()).build());
      own.setSpec(new NodeSpec(false));
      source.make(own);
      found = source.find(InferenceNode.class, null, node.id());
    }
    found.ifPresent(
        resource -> {
          known.add(node.id());
          NodeStatus next = nodeStatuses.next(resource, node, seen, measurements.measured(node));
          tell(resource, before(resource, NodeStatus::conditions), next.conditions());
          write(resource, next);
        });
  }

  private static <S, R extends CustomResource<?, S>> List<Condition> before(
      R resource, Function<S, List<Condition>> conditions) {
    return resource.getStatus() == null ? List.of() : conditions.apply(resource.getStatus());
  }

  private void tell(HasMetadata about, List<Condition> before, List<Condition> after) {
    Stories.between(before, after).forEach(story -> source.tell(about, story));
  }

  /** One after the other over one ledger, so that no two services are given the same memory. */
  private List<Outcome> decide(
      List<CollaborativeInferenceService> present, Observed seen, Measurements measurements) {
    List<Outcome> outcomes = new ArrayList<>();
    Fleet fleet = FleetInputs.fleet(source, seen, measurements);
    Ledger ledger = ledgers.of(present, seen);
    for (CollaborativeInferenceService service : present) {
      Outcome outcome = services.reconcile(service, seen, fleet, ledgers.deciding(ledger, service));
      changes.decided(service, outcome.decision());
      if (outcome.decision() instanceof Place) {
        ledger = ledgers.with(ledger, service, seen);
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /**
   * Routes first: they follow what nodes report already, and a node loses work only after its route
   * has gone.
   */
  private void place(List<ServicePlan> plans, Observed seen) {
    var newRoutes = routes.changes(plans, seen);
    if (!newRoutes.isEmpty() && !outbox.route(newRoutes)) {
      return;
    }
    var newAssignments =
        assignments.changes(plans, source.list(ModelPackage.class), state.observed());
    if (!newAssignments.isEmpty()) {
      outbox.assign(newAssignments);
    }
  }

  private Map<String, Long> report(List<Outcome> outcomes, Observed seen) {
    Map<String, Long> ready = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      CollaborativeInferenceService service = outcome.plan().service();
      var status =
          serviceStatuses.next(
              outcome.plan(), outcome.decision(), seen, services.draftersWanted(service));
      tell(service, before(service, ServiceStatus::conditions), status.conditions());
      write(service, status);
      changes.reported(service, status);
      status.condition("Ready").ifPresent(now -> ready.merge(now.reason(), 1L, Long::sum));
      writes +=
          services.phases(
              outcome.plan(),
              status.condition("Serving").filter(condition -> condition.holds()).isPresent());
    }
    return ready;
  }
}
