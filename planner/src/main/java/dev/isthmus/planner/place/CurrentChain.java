package dev.isthmus.planner.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stages of a service's verifier as its plan in force has them, if it has. */
final class CurrentChain {

  private final Fleet fleet;
  private final Memory memory;
  private final Demand demand;
  private final List<Site> sites;
  private final List<Placement> parts;

  CurrentChain(
      Fleet fleet, Memory memory, Demand demand, List<Site> sites, Optional<Plan> current) {
    this.fleet = fleet;
    this.memory = memory;
    this.demand = demand;
    this.sites = sites;
    this.parts =
        current.stream()
            .flatMap(plan -> plan.placements().stream())
            .filter(placement -> placement.role() != Role.DRAFTER && placement.lastLayer() > 0)
            .filter(this::isWanted)
            .toList();
  }

  private boolean isWanted(Placement part) {
    Placing placing = demand.target();
    return part.modelDigest().equals(placing.model().digest())
        && placing.model().weightBytes().containsKey(part.precision())
        && placing.precision().filter(fixed -> fixed != part.precision()).isEmpty();
  }

  /** The precision in force: another one gives other bytes. */
  Optional<Precision> precision() {
    return parts.stream().map(Placement::precision).findFirst();
  }

  /** Nodes of it that are not planned around. */
  Stream<Node> nodes() {
    return parts.stream()
        .map(Placement::node)
        .distinct()
        .flatMap(id -> fleet.node(id).stream())
        .filter(this::mayStay);
  }

  private boolean mayStay(Node node) {
    return node.standing() != Node.Standing.GONE
        && sites.stream().anyMatch(site -> site.id().equals(node.site()));
  }

  /**
   * The chain as it is, or with other nodes in the place of those that are gone: the others keep
   * their layers, and with them their KV. Empty where there is none, or no node for what was lost.
   */
  Optional<List<Placement>> standing() {
    if (parts.isEmpty() || !coversAll() || !endsMayStay()) {
      return Optional.empty();
    }
    Map<String, Long> held =
        parts.stream()
            .collect(
                Collectors.groupingBy(Placement::node, Collectors.summingLong(Placement::bytes)));
    Set<String> staying =
        nodes()
            .filter(node -> held.get(node.id()) <= memory.free(node))
            .map(Node::id)
            .collect(Collectors.toSet());
    return staying.size() == held.size() ? Optional.of(parts) : repaired(staying);
  }

  /**
   * The chain with another node in the place of one that could stay, for each of its nodes: the
   * others keep their layers.
   *
   * @param runs what {@link #standing} found; none follows where it is not the chain as it is
   */
  Stream<List<Placement>> relieved(List<Placement> runs) {
    if (!runs.equals(parts)) {
      return Stream.empty();
    }
    Set<String> all = parts.stream().map(Placement::node).collect(Collectors.toSet());
    return all.stream()
        .sorted()
        .map(node -> all.stream().filter(other -> !other.equals(node)).collect(Collectors.toSet()))
        .flatMap(staying -> repaired(staying).stream());
  }

  /**
   * Whether nodes have room for what is new to them beside what runs: a role serves until the one
   * that takes its place does.
   */
  boolean hasRoomBeside(List<Placement> wanted) {
    Memory left = memory.with(parts);
    return wanted.stream()
        .filter(placement -> !parts.contains(placement))
        .collect(Collectors.groupingBy(Placement::node, Collectors.summingLong(Placement::bytes)))
        .entrySet()
        .stream()
        .allMatch(
            entry ->
                fleet
                    .node(entry.getKey())
                    .filter(node -> entry.getValue() <= left.free(node))
                    .isPresent());
  }

  private boolean coversAll() {
    int covered = 0;
    for (Placement part : inOrder()) {
      if (part.firstLayer() != covered) {
        return false;
      }
      covered = part.lastLayer();
    }
    return covered == demand.target().model().layers().count();
  }

  private boolean endsMayStay() {
    List<Placement> inOrder = inOrder();
    return Stream.of(inOrder.get(0), inOrder.get(inOrder.size() - 1))
        .allMatch(end -> fleet.site(end.site()).filter(demand::mayRead).isPresent());
  }

  private List<Placement> inOrder() {
    return parts.stream().sorted(Comparator.comparingInt(Placement::firstLayer)).toList();
  }

  private Optional<List<Placement>> repaired(Set<String> staying) {
    Precision precision = parts.get(0).precision();
    Speeds speeds = new Speeds(fleet);
    Comparator<Node> fastest =
        Comparator.comparingDouble(speeds::millisPerByte).thenComparing(Node::id);
    List<StageSpan> spans =
        new ArrayList<>(
            inOrder().stream()
                .map(part -> new StageSpan(part.node(), part.firstLayer(), part.lastLayer()))
                .toList());
    List<String> lost =
        spans.stream()
            .map(StageSpan::node)
            .filter(node -> !staying.contains(node))
            .distinct()
            .toList();
    for (String gone : lost) {
      Optional<List<StageSpan>> moved =
          memory.open(sites).stream()
              .filter(node -> spans.stream().noneMatch(span -> span.node().equals(node.id())))
              .filter(node -> mayTake(node, spans, gone))
              .sorted(fastest)
              .map(node -> moved(spans, gone, node.id()))
              .filter(to -> fits(to, precision, spans))
              .findFirst();
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      spans.clear();
      spans.addAll(moved.get());
    }
    StagePlacements placements = placements(spans);
    return placements.missingMemory(precision).isEmpty()
        ? Optional.of(placements.placements(precision))
        : Optional.empty();
  }

  /** Whether what moved has room where it went. */
  private boolean fits(List<StageSpan> to, Precision precision, List<StageSpan> from) {
    return placements(to.stream().filter(span -> !from.contains(span)).toList())
        .missingMemory(precision)
        .isEmpty();
  }

  /** Ends of a chain see text. */
  private boolean mayTake(Node node, List<StageSpan> spans, String gone) {
    boolean end =
        spans.get(0).node().equals(gone) || spans.get(spans.size() - 1).node().equals(gone);
    return !end || fleet.site(node.site()).filter(demand::mayRead).isPresent();
  }

  private static List<StageSpan> moved(List<StageSpan> spans, String from, String to) {
    return spans.stream()
        .map(span -> span.node().equals(from) ? new StageSpan(to, span.first(), span.last()) : span)
        .toList();
  }

  private StagePlacements placements(List<StageSpan> spans) {
    return new StagePlacements(fleet, memory, demand, spans);
  }
}
