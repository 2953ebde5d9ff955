package dev.isthmus.planner.place;

import dev.isthmus.planner.place.PlaceResult.Shortfall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The placements of one verifier whose stages are given. */
final class StagePlacements {

  private final Fleet fleet;
  private final Memory memory;
  private final Demand demand;
  private final Placing placing;
  private final List<StageSpan> spans;

  /**
   * @param spans in the order of their layers
   */
  StagePlacements(Fleet fleet, Memory memory, Demand demand, List<StageSpan> spans) {
    this.fleet = fleet;
    this.memory = memory;
    this.demand = demand;
    this.placing = demand.target();
    this.spans = spans;
  }

  /** What the first node that lacks it lacks, or empty where every stage fits. */
  Optional<Shortfall> missingMemory(Precision precision) {
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

  /** Where stages of several sites are to be joined and one of these lets only Kafka through. */
  Optional<Shortfall> missingTransport() {
    Set<String> at =
        spans.stream()
            .map(span -> fleet.node(span.node()).orElseThrow().site())
            .collect(Collectors.toSet());
    Set<String> closed =
        fleet.sites().stream()
            .filter(Site::kafkaOnly)
            .map(Site::id)
            .filter(at::contains)
            .collect(Collectors.toSet());
    return at.size() > 1 && !closed.isEmpty()
        ? Optional.of(Wording.noTransport(placing, closed))
        : Optional.empty();
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
  List<Placement> placements(Precision precision) {
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
