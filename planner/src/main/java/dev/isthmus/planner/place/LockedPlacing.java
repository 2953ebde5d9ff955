package dev.isthmus.planner.place;

import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.VerifierPlacing.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One verifier whose stages a person fixed, node by node. The last stage's node is the verifier to
 * everyone else.
 */
final class LockedPlacing {

  private final Fleet fleet;
  private final Demand demand;
  private final Placing placing;
  private final List<StageSpan> spans;
  private final StagePlacements stages;
  private final Optional<Precision> before;

  LockedPlacing(Fleet fleet, Memory memory, Demand demand, Optional<Plan> current) {
    this.fleet = fleet;
    this.demand = demand;
    this.placing = demand.target();
    this.spans =
        demand.stages().stream().sorted(Comparator.comparingInt(StageSpan::first)).toList();
    this.stages = new StagePlacements(fleet, memory, demand, spans);
    this.before =
        current.stream()
            .flatMap(plan -> plan.of(Role.VERIFIER))
            .filter(placement -> placement.modelDigest().equals(placing.model().digest()))
            .map(Placement::precision)
            .findFirst();
  }

  Outcome place() {
    Optional<Shortfall> wrong =
        wrongLayers().or(this::wrongNode).or(this::wrongEnd).or(stages::missingTransport);
    if (wrong.isPresent()) {
      return Outcome.none(wrong.get());
    }
    Set<Precision> offered = placing.model().weightBytes().keySet();
    List<Precision> precisions =
        placing.precision().or(() -> before).map(List::of).orElse(List.copyOf(offered));
    Shortfall last = null;
    for (Precision precision : precisions) {
      if (!offered.contains(precision)) {
        return Outcome.none(Wording.precision(placing, precision));
      }
      Optional<Shortfall> missing = stages.missingMemory(precision);
      if (missing.isEmpty()) {
        return new Outcome(stages.placements(precision), List.of(), List.of());
      }
      last = missing.get();
    }
    return last == null
        ? Outcome.none(Wording.precision(placing, Precision.FP32))
        : Outcome.none(last);
  }

  private Optional<Shortfall> wrongLayers() {
    int next = 0;
    String before = "the model begins";
    for (StageSpan span : spans) {
      if (span.last() <= span.first()) {
        return Optional.of(
            new Shortfall(
                Reason.StagesLeaveGap, "stage " + span + " is empty; give it one layer or more"));
      }
      if (span.first() < next) {
        return Optional.of(
            new Shortfall(
                Reason.StagesOverlap,
                "stage "
                    + span
                    + " begins at layer "
                    + span.first()
                    + "; "
                    + before
                    + " at "
                    + next));
      }
      if (span.first() > next) {
        return Optional.of(gap(next, span.first()));
      }
      next = span.last();
      before = "stage " + span + " ends";
    }
    int layers = placing.model().layers().count();
    if (next > layers) {
      return Optional.of(
          new Shortfall(
              Reason.StagesOverlap,
              before + " at layer " + next + "; " + placing.model().name() + " has " + layers));
    }
    return next < layers ? Optional.of(gap(next, layers)) : Optional.empty();
  }

  private Shortfall gap(int from, int to) {
    return new Shortfall(
        Reason.StagesLeaveGap,
        "no stage holds layers ["
            + from
            + ","
            + to
            + ") of "
            + placing.model().name()
            + "; stages must cover [0,"
            + placing.model().layers().count()
            + ")");
  }

  /** Embedding and head see text. */
  private Optional<Shortfall> wrongEnd() {
    return Stream.of(spans.get(0), spans.get(spans.size() - 1))
        .map(span -> fleet.node(span.node()).flatMap(node -> fleet.site(node.site())).orElseThrow())
        .filter(site -> !demand.mayRead(site))
        .findFirst()
        .map(site -> Wording.noText(demand, List.of(site)));
  }

  private Optional<Shortfall> wrongNode() {
    for (StageSpan span : spans) {
      Optional<Node> node = fleet.node(span.node());
      if (node.isEmpty() || node.get().standing() == Node.Standing.GONE) {
        return Optional.of(
            new Shortfall(
                Reason.StageNodeMissing,
                "stage "
                    + span
                    + ": "
                    + (node.isEmpty() ? "no node of that name is known" : "the node is gone")));
      }
    }
    return Optional.empty();
  }
}
