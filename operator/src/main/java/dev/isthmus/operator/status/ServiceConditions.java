package dev.isthmus.operator.status;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import dev.isthmus.operator.observe.ObservedRouter;
import dev.isthmus.operator.observe.Voice;
import dev.isthmus.operator.plan.Decision;
import dev.isthmus.operator.plan.Decision.AwaitApproval;
import dev.isthmus.operator.plan.Decision.AwaitModel;
import dev.isthmus.operator.plan.Decision.HoldStill;
import dev.isthmus.operator.plan.Decision.Infeasible;
import dev.isthmus.operator.plan.Decision.Keep;
import dev.isthmus.operator.plan.Decision.Place;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service's conditions. Ready becomes true when every role of the plan serves and every router
 * has taken the route, and stays so for this generation as long as the service is served at all;
 * what is missing meanwhile is Degraded.
 */
final class ServiceConditions {

  /** What makes a service impossible whatever nodes there are. */
  private static final Set<Reason> NOT_FOR_NODES =
      Set.of(
          Reason.VocabularyMismatch,
          Reason.PrecisionNotOffered,
          Reason.ModelHasNoExperts,
          Reason.StagesOverlap,
          Reason.StagesLeaveGap);

  private record Verdict(ConditionStatus status, Reason reason, String message) {
    static Verdict yes(Reason reason, String message) {
      return new Verdict(ConditionStatus.TRUE, reason, message);
    }

    static Verdict no(Reason reason, String message) {
      return new Verdict(ConditionStatus.FALSE, reason, message);
    }

    static Verdict unknown(Reason reason, String message) {
      return new Verdict(ConditionStatus.UNKNOWN, reason, message);
    }

    /** The same said of a condition that is bad where it holds. */
    Verdict asTrue() {
      return yes(reason, message);
    }

    boolean holds() {
      return status == ConditionStatus.TRUE;
    }
  }

  private final Decision decision;
  private final ServiceSight sight;
  private final ExpertCover cover;
  private final Conditions conditions;
  private final Long generation;

  ServiceConditions(Decision decision, ServiceSight sight, Conditions conditions, Long generation) {
    this.decision = decision;
    this.sight = sight;
    this.cover = new ExpertCover(sight.placements(), sight::isReady);
    this.conditions = conditions;
    this.generation = generation;
  }

  List<Condition> list() {
    Verdict placed = placed();
    Verdict serving = serving();
    set("ModelReady", modelReady());
    set("NodesAvailable", nodesAvailable());
    set("Planned", planned());
    set("Placed", placed);
    set("Serving", serving);
    if (cover.concerns()) {
      set("ExpertsCovered", expertsCovered());
    }
    set("Degraded", degraded());
    set("Ready", ready(placed, serving));
    return conditions.list();
  }

  private void set(String type, Verdict verdict) {
    conditions.set(type, verdict.status(), verdict.reason(), verdict.message());
  }

  private Verdict modelReady() {
    return decision instanceof AwaitModel await
        ? Verdict.no(await.reason(), await.message())
        : Verdict.yes(Reason.Inspected, "the models' files are what was asked for");
  }

  private Verdict nodesAvailable() {
    if (decision instanceof Infeasible no) {
      return NOT_FOR_NODES.contains(no.reason())
          ? Verdict.unknown(no.reason(), "not looked at: " + no.message())
          : Verdict.no(no.reason(), no.message());
    }
    if (decision instanceof HoldStill hold) {
      return Verdict.unknown(Reason.HeartbeatsLost, hold.message());
    }
    if (decision instanceof AwaitModel await) {
      return Verdict.unknown(await.reason(), "not looked at before the model is known");
    }
    return shortfall()
        .map(missing -> Verdict.no(Reason.of(missing.reason()), missing.message()))
        .orElseGet(() -> Verdict.yes(Reason.AsWanted, "every role has a node"));
  }

  private Verdict planned() {
    if (decision instanceof Infeasible no) {
      return Verdict.no(no.reason(), no.message());
    }
    if (decision instanceof AwaitModel await) {
      return Verdict.no(await.reason(), await.message());
    }
    if (decision instanceof AwaitApproval await) {
      return Verdict.no(
          Reason.AwaitingApproval,
          await.proposed()
              + " waits for a person: kubectl patch iplan "
              + await.proposed()
              + " --type merge -p '{\"spec\":{\"approved\":true}}'; what runs goes on running");
    }
    return sight.placements().isEmpty()
        ? Verdict.no(Reason.NotPlanned, "there is no plan yet")
        : Verdict.yes(Reason.AsWanted, sight.placements().size() + " roles are planned");
  }

  private Verdict placed() {
    if (sight.placements().isEmpty()) {
      return Verdict.no(Reason.NotPlanned, "there is no plan yet");
    }
    if (sight.placements().stream().allMatch(sight::isReady)) {
      return Verdict.yes(Reason.AsWanted, sight.progress());
    }
    return sight
        .failure()
        .map(failure -> Verdict.no(failure.reason(), failure.message()))
        .orElseGet(() -> Verdict.no(Reason.Loading, sight.progress()));
  }

  private Verdict serving() {
    if (sight.ready(Role.VERIFIER) == 0) {
      return Verdict.no(Reason.NoVerifier, "no verifier serves");
    }
    if (sight.routers().isEmpty()) {
      return Verdict.no(Reason.NoRouter, "no router is heard");
    }
    // while a later route is under way routers serve by the one before
    boolean served =
        conditions.before("Serving").filter(Condition::holds).isPresent()
            || sight.routers().stream().anyMatch(sight::hasApplied);
    return served
        ? Verdict.yes(Reason.AsWanted, verifiers(sight.ready(Role.VERIFIER)))
        : Verdict.no(Reason.RoutePending, "no router has taken the route yet");
  }

  private Verdict expertsCovered() {
    String missing = cover.missing();
    return missing.isEmpty()
        ? Verdict.yes(Reason.AsWanted, cover.all())
        : Verdict.no(
            Reason.ExpertsMissing,
            "no live home of experts of %s; %s".formatted(missing, sight.onLoss()));
  }

  private static String verifiers(long count) {
    return count == 1 ? "1 verifier serves" : count + " verifiers serve";
  }

  private Verdict degraded() {
    if (decision instanceof HoldStill hold) {
      return Verdict.yes(Reason.HeartbeatsLost, hold.message());
    }
    if (decision instanceof Infeasible no && !sight.placements().isEmpty()) {
      return Verdict.yes(no.reason(), no.message() + "; what runs goes on running");
    }
    if (shortfall().isPresent()) {
      return Verdict.yes(Reason.of(shortfall().get().reason()), shortfall().get().message());
    }
    if (!cover.missing().isEmpty()) {
      return expertsCovered().asTrue();
    }
    Optional<ServiceSight.Failure> failure = sight.failure();
    if (failure.isPresent()) {
      return Verdict.yes(failure.get().reason(), failure.get().message());
    }
    return sight.placements().stream()
        .filter(
            placement ->
                sight
                    .node(placement)
                    .filter(node -> node.voice() == Voice.LIVE && node.serves())
                    .isEmpty())
        .findFirst()
        .map(
            placement ->
                Verdict.yes(
                    Reason.NodeSilent,
                    placement.role().word() + " at " + placement.node() + " is not heard"))
        .orElseGet(() -> Verdict.no(Reason.AsWanted, "nothing is missing"));
  }

  private Verdict ready(Verdict placed, Verdict serving) {
    if (!serving.holds()) {
      Verdict planned = planned();
      return planned.holds() ? serving : planned;
    }
    boolean wasReady =
        conditions
            .before("Ready")
            .filter(before -> before.holds() && generation.equals(before.observedGeneration()))
            .isPresent();
    if (wasReady) {
      return Verdict.yes(Reason.AsWanted, "it is served");
    }
    if (!placed.holds()) {
      return placed;
    }
    if (decision instanceof AwaitApproval) {
      return planned();
    }
    Optional<String> without = sight.siteWithoutRouter();
    if (without.isPresent()) {
      return Verdict.no(Reason.NoRouter, "no router is heard at site " + without.get());
    }
    Optional<ObservedRouter> late =
        sight.routers().stream().filter(router -> !sight.hasApplied(router)).findFirst();
    return late.map(
            router -> Verdict.no(Reason.RoutePending, router.id() + " has not taken the route yet"))
        .orElseGet(() -> Verdict.yes(Reason.AsWanted, "it is served"));
  }

  private Optional<Shortfall> shortfall() {
    if (decision instanceof Keep keep) {
      return keep.shortfalls().stream().findFirst();
    }
    if (decision instanceof AwaitApproval await) {
      return await.shortfalls().stream().findFirst();
    }
    return decision instanceof Place place
        ? place.shortfalls().stream().findFirst()
        : Optional.empty();
  }
}
