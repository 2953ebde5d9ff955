package dev.isthmus.planner.place;

import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.VerifierPlacing.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One verifier whose stages a person fixed, node by node. The last stage's node is the verifier to
 * everyone else.
 */
final class LockedPlacing {

  private final Fleet fleet;
  private final Memory memory;
  private final Demand demand;
  private final Placing placing;
  private final List<StageSpan> spans;
  private final Optional<Precision> before;

  LockedPlacing(Fleet fleet, Memory memory, Demand demand, Optional<Plan> current) {
    this.fleet = fleet;
    this.memory = memory;
    this.demand = demand;
    this.placing = demand.target();
    this.spans =
        demand.stages().stream().sorted(Comparator.comparingInt(StageSpan::first)).toList();
    this.before =
        current.stream()
            .flatMap(plan -> plan.of(Role.VERIFIER))
            .filter(placement -> placement.modelDigest().equals(placing.model().digest()))
            .map(Placement::precision)
            .findFirst();
  }

  Outcome place() {
    Optional<Shortfall> wrong = wrongLayers().or(this::wrongNode);
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
      Optional<Shortfall> missing = missingMemory(precision);
      if (missing.isEmpty()) {
        return new Outcome(placements(precision), List.of(), List.of());
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

  private Optional<Shortfall> missingMemory(Precision precision) {
    for (Map.Entry<String, List<StageSpan>> entry : byNode().entrySet()) {
      if (kvTokens(precision, entry.getKey(), entry.getValue()) < placing.kvLeastTokens()) {
        Node node = fleet.node(entry.getKey()).orElseThrow();
        long needed = weights(precision, entry.getValue()) + kv(entry.getValue());
        return Optional.of(
            new Shortfall(
                Reason.InsufficientMemory,
                "%s of %s in %s need %d MB; the node has %d MB free"
                    .formatted(
                        entry.getValue().stream()
                            .map(StageSpan::toString)
                            .collect(Collectors.joining(" and ", "stage ", "")),
                        placing.model().name(),
                        precision.word(),
                        (needed + 999_999) / 1_000_000,
                        Math.max(0, memory.free(node)) / 1_000_000)));
      }
    }
    return Optional.empty();
  }

  private Map<String, List<StageSpan>> byNode() {
    Map<String, List<StageSpan>> byNode = new TreeMap<>();
    spans.forEach(span -> byNode.computeIfAbsent(span.node(), n -> new ArrayList<>()).add(span));
    return byNode;
  }

  private long weights(Precision precision, List<StageSpan> held) {
    long whole = placing.model().weightBytes().get(precision);
    return held.stream()
        .mapToLong(span -> placing.model().layers().bytes(whole, span.first(), span.last()))
        .sum();
  }

  /** Bytes of the least KV that is worth it. */
  private long kv(List<StageSpan> held) {
    return placing.kvLeastTokens() * kvPerToken(held);
  }

  private long kvPerToken(List<StageSpan> held) {
    int layers = held.stream().mapToInt(span -> span.last() - span.first()).sum();
    return placing.model().kvBytesPerToken() * layers / placing.model().layers().count();
  }

  private long kvTokens(Precision precision, String node, List<StageSpan> held) {
    long free = memory.free(fleet.node(node).orElseThrow()) - weights(precision, held);
    return free / Math.max(1, kvPerToken(held));
  }

  /** All stages hold KV of as many tokens as the one with the least room. */
  private List<Placement> placements(Precision precision) {
    long tokens = placing.kvWantedTokens();
    for (Map.Entry<String, List<StageSpan>> entry : byNode().entrySet()) {
      tokens = Math.min(tokens, kvTokens(precision, entry.getKey(), entry.getValue()));
    }
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      placements.add(placement(i, precision, tokens));
    }
    // Verifiers come first in every plan.
    placements.add(0, placements.remove(placements.size() - 1));
    return placements;
  }

  private Placement placement(int index, Precision precision, long tokens) {
    StageSpan span = spans.get(index);
    boolean host = index == spans.size() - 1;
    return new Placement(
        demand.uid() + "/" + (host ? Role.VERIFIER.word() + "/0" : Role.STAGE.word() + "/" + index),
        host ? Role.VERIFIER : Role.STAGE,
        span.node(),
        fleet.node(span.node()).orElseThrow().site(),
        placing.model().digest(),
        precision,
        weights(precision, List.of(span)),
        tokens * kvPerToken(List.of(span)),
        span.first(),
        span.last());
  }
}
