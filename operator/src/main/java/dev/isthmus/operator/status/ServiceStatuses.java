package dev.isthmus.operator.status;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import dev.isthmus.crds.node.Role;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ModeInForce;
import dev.isthmus.crds.service.RoleCount;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.crds.service.ServiceSummary;
import dev.isthmus.crds.service.Target;
import dev.isthmus.crds.site.Tier;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedRouter;
import dev.isthmus.operator.place.ServicePlan;
import dev.isthmus.operator.plan.CurrentPlan;
import dev.isthmus.operator.plan.Decision;
import dev.isthmus.operator.plan.DemandInputs;
import dev.isthmus.operator.plan.Words;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.protocol.v1.ServiceUse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A service's status. */
public final class ServiceStatuses {

  /** Acceptance moves with every request; the status moves in steps. */
  private static final double RATE_STEP = 0.05;

  private static final String AGENTS = "app.kubernetes.io/name=isthmus-agent";

  private final ResourceSource source;
  private final Clock clock;

  public ServiceStatuses(ResourceSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Before the broker was reached nothing is known; what an operator before us wrote stays. */
  public ServiceStatus waiting(CollaborativeInferenceService service) {
    if (service.getStatus() != null) {
      return service.getStatus();
    }
    Long generation = service.getMetadata().getGeneration();
    Conditions conditions = new Conditions(List.of(), generation, clock);
    conditions.set(
        "Ready",
        ConditionStatus.UNKNOWN,
        Reason.WaitingForBroker,
        "the broker has not been reached yet");
    return new ServiceStatus(
        generation, null, null, null, null, null, List.of(), List.of(), conditions.list());
  }

  /**
   * The status that follows from a decision and what nodes and routers report.
   *
   * @param draftersWanted how many sites should have one
   */
  public ServiceStatus next(
      ServicePlan plan, Decision decision, Observed seen, int draftersWanted) {
    CollaborativeInferenceService service = plan.service();
    Long generation = service.getMetadata().getGeneration();
    ServiceSight sight = new ServiceSight(plan, seen, source);
    List<Condition> before =
        service.getStatus() == null ? List.of() : service.getStatus().conditions();
    List<Condition> conditions =
        new ServiceConditions(
                decision, sight, new Conditions(before, generation, clock), generation)
            .list();
    int verifiersWanted =
        service.getSpec().target() == null ? 1 : service.getSpec().target().replicaCount();
    List<RoleCount> roles = new ArrayList<>();
    roles.add(count(Role.VERIFIER, verifiersWanted, sight));
    if (draftersWanted > 0) {
      roles.add(count(Role.DRAFTER, draftersWanted, sight));
    }
    for (Role part : List.of(Role.STAGE, Role.EXPERTS)) {
      int planned = planned(part, sight);
      if (planned > 0) {
        roles.add(count(part, planned, sight));
      }
    }
    List<ModeInForce> modes = modes(service, plan.key(), sight.routers());
    return new ServiceStatus(
        generation,
        plan.plan().map(CurrentPlan::name).orElse(null),
        (int) sight.ready(dev.isthmus.planner.place.Role.VERIFIER),
        sight.routers().stream()
            .filter(sight::hasApplied)
            .findFirst()
            .map(router -> router.record().getUrl())
            .orElse(null),
        selector(service),
        summary(sight, modes),
        roles,
        modes,
        conditions);
  }

  private static int planned(Role role, ServiceSight sight) {
    return (int)
        sight.placements().stream()
            .filter(placement -> Words.role(placement.role()) == role)
            .count();
  }

  private static RoleCount count(Role role, int wanted, ServiceSight sight) {
    long ready = sight.ready(dev.isthmus.planner.place.Role.valueOf(role.name()));
    return new RoleCount(role, wanted, planned(role, sight), (int) ready);
  }

  private static ServiceSummary summary(ServiceSight sight, List<ModeInForce> modes) {
    return new ServiceSummary(
        modes.stream()
            .collect(Collectors.groupingBy(ModeInForce::mode, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(null),
        sight.served(Tier.EDGE),
        sight.served(Tier.CLOUD));
  }

  /** The labels that the agents of a site's pools carry. */
  private String selector(CollaborativeInferenceService service) {
    Target target = service.getSpec().target();
    if (target == null || target.siteSelector() == null) {
      return AGENTS;
    }
    Set<String> sites = new TreeSet<>(DemandInputs.sites(target.siteSelector(), service, source));
    return sites.isEmpty()
        ? null
        : AGENTS + ",isthmus.dev/site in (" + String.join(",", sites) + ")";
  }

  /** Written when a mode changes: the figures in its reason change with every measurement. */
  private static List<ModeInForce> modes(
      CollaborativeInferenceService service, String key, List<ObservedRouter> routers) {
    List<ModeInForce> before =
        service.getStatus() == null ? List.of() : service.getStatus().modes();
    Map<String, ModeInForce> modes = new TreeMap<>();
    for (ObservedRouter router : routers) {
      for (ServiceUse use : router.record().getServicesList()) {
        if (use.getService().equals(key) && !use.getMode().isEmpty()) {
          ModeInForce now =
              new ModeInForce(router.site(), use.getMode(), use.getReason(), inSteps(use));
          modes.putIfAbsent(
              router.site(),
              before.stream().filter(old -> isSame(old, now)).findFirst().orElse(now));
        }
      }
    }
    return List.copyOf(modes.values());
  }

  private static boolean isSame(ModeInForce old, ModeInForce now) {
    return old.site().equals(now.site())
        && old.mode().equals(now.mode())
        && Objects.equals(old.acceptanceRate(), now.acceptanceRate());
  }

  private static double inSteps(ServiceUse use) {
    return Math.round(Math.round(use.getAcceptanceRate() / RATE_STEP) * RATE_STEP * 100) / 100.0;
  }
}
