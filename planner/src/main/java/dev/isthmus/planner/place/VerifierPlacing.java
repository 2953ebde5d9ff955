package dev.isthmus.planner.place;

import dev.isthmus.planner.mode.StepTimes;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verifiers of one service: distinct nodes, one precision. */
final class VerifierPlacing {

  /**
   * @param placements empty where none fits; then the first shortfall says why
   */
  record Outcome(List<Placement> placements, List<Shortfall> shortfalls, List<String> rejected) {

    Outcome withRejected(List<String> further) {
      return new Outcome(
          placements, shortfalls, Stream.concat(rejected.stream(), further.stream()).toList());
    }

    static Outcome none(Shortfall why) {
      return new Outcome(List.of(), List.of(why), List.of());
    }
  }

  private record Option(Precision precision, List<Placement> placements, OptionalDouble millis) {}

  private final Fleet fleet;
  private final Memory memory;
  private final Demand demand;
  private final Placing placing;
  private final List<Site> selected;
  private final List<Site> sites;
  private final List<Placement> current;
  private final Forecasts forecasts;

  VerifierPlacing(Fleet fleet, Memory memory, Demand demand, Optional<Plan> current) {
    this.fleet = fleet;
    this.memory = memory;
    this.demand = demand;
    this.placing = demand.target();
    this.selected = memory.sites(Tier.CLOUD, placing.sites());
    this.sites = selected.stream().filter(demand::mayRead).toList();
    this.current = current.map(plan -> plan.of(Role.VERIFIER).toList()).orElse(List.of());
    this.forecasts = new Forecasts(fleet, memory, placing, current);
  }

  Outcome place() {
    if (sites.isEmpty()) {
      return Outcome.none(
          selected.isEmpty()
              ? Wording.noSite(placing, Role.VERIFIER, Tier.CLOUD)
              : Wording.noText(demand, selected));
    }
    List<Precision> precisions = precisions();
    if (precisions.isEmpty()) {
      return Outcome.none(Wording.precision(placing, placing.precision().orElse(Precision.FP32)));
    }
    List<Option> options = precisions.stream().map(this::option).toList();
    // max keeps the first of equals: the package's order of preference.
    Option best = options.stream().max(byWorth()).orElseThrow();
    if (best.placements().isEmpty()) {
      return Outcome.none(nothingFits(precisions));
    }
    int placed = best.placements().size();
    List<Shortfall> shortfalls =
        placed < demand.replicas()
            ? List.of(Wording.replicas(placing, best.precision(), sites, demand.replicas(), placed))
            : List.of();
    return new Outcome(best.placements(), shortfalls, rejected(best, options));
  }

  /** A precision in force stays while a verifier of it does: another one gives other bytes. */
  private List<Precision> precisions() {
    Set<Precision> offered = placing.model().weightBytes().keySet();
    if (placing.precision().isPresent()) {
      return placing.precision().filter(offered::contains).map(List::of).orElse(List.of());
    }
    return current.stream()
        .filter(placement -> memory.stays(placement, placing, sites))
        .findFirst()
        .map(placement -> List.of(placement.precision()))
        .orElse(List.copyOf(offered));
  }

  /** What stays and what is missing; or the best of all, where that pays for what it moves. */
  private Option option(Precision precision) {
    List<Placement> staying =
        current.stream()
            .filter(p -> p.precision() == precision && memory.stays(p, placing, sites))
            .limit(demand.replicas())
            .toList();
    Option kept = option(precision, staying, true);
    if (staying.isEmpty()) {
      return kept;
    }
    Option fresh = option(precision, List.of(), false);
    return fresh.placements().size() >= kept.placements().size() && pays(kept, fresh)
        ? fresh
        : kept;
  }

  private boolean pays(Option kept, Option fresh) {
    Forecast now = forecasts.of(kept.placements());
    Forecast then = forecasts.of(fresh.placements());
    return Moving.pays(now.knownTokenMillis(), then.knownTokenMillis(), then.bytesToMove());
  }

  /**
   * @param faithful whether nodes that run one now come first
   */
  private Option option(Precision precision, List<Placement> staying, boolean faithful) {
    Set<String> taken = staying.stream().map(Placement::node).collect(Collectors.toSet());
    List<Node> chosen =
        candidates(precision, faithful).stream()
            .filter(node -> !taken.contains(node.id()))
            .limit(demand.replicas() - staying.size())
            .toList();
    List<Placement> placements = new ArrayList<>(staying);
    for (Node node : chosen) {
      idAt(node).ifPresent(id -> placements.add(placement(id, precision, node)));
    }
    for (Node node : chosen) {
      if (idAt(node).isEmpty()) {
        placements.add(placement(firstFreeId(placements), precision, node));
      }
    }
    placements.sort(Comparator.comparingInt(VerifierPlacing::number));
    return new Option(precision, placements, slowest(precision, placements));
  }

  private List<Node> candidates(Precision precision, boolean faithful) {
    Set<String> before =
        faithful ? current.stream().map(Placement::node).collect(Collectors.toSet()) : Set.of();
    return memory.open(sites).stream()
        .filter(node -> memory.fits(placing, precision, node))
        .sorted(
            Comparator.comparing((Node node) -> !before.contains(node.id()))
                .thenComparingDouble(
                    node ->
                        (faithful ? millis(precision, node) : known(precision, node))
                            .orElse(Double.MAX_VALUE))
                .thenComparing(memory::free, Comparator.reverseOrder())
                .thenComparing(Node::id))
        .toList();
  }

  private Placement placement(String id, Precision precision, Node node) {
    return new Placement(
        id,
        Role.VERIFIER,
        node.id(),
        node.site(),
        placing.model().digest(),
        precision,
        placing.model().weightBytes().get(precision),
        memory.kvBytes(placing, precision, node));
  }

  /**
   * A node that runs one now keeps its id: the new one comes in the old one's place. Under another
   * id it would load beside it, where there may be no room for both.
   */
  private Optional<String> idAt(Node node) {
    return current.stream()
        .filter(placement -> placement.node().equals(node.id()))
        .map(Placement::id)
        .findFirst();
  }

  private String firstFreeId(List<Placement> placements) {
    Set<String> taken = placements.stream().map(Placement::id).collect(Collectors.toSet());
    int n = 0;
    while (taken.contains(id(n))) {
      n++;
    }
    return id(n);
  }

  private String id(int n) {
    return demand.uid() + "/" + Role.VERIFIER.word() + "/" + n;
  }

  private static int number(Placement placement) {
    return Integer.parseInt(placement.id().substring(placement.id().lastIndexOf('/') + 1));
  }

  /** More replicas first, then what was measured to be faster; unmeasured ones lose to measured. */
  private static Comparator<Option> byWorth() {
    return Comparator.comparingInt((Option option) -> option.placements().size())
        .thenComparingDouble(option -> -option.millis().orElse(Double.MAX_VALUE));
  }

  /** One token of plain decoding on the slowest of the nodes, where all were measured. */
  private OptionalDouble slowest(Precision precision, List<Placement> placements) {
    double slowest = 0;
    for (Placement placement : placements) {
      OptionalDouble millis = millis(precision, fleet.node(placement.node()).orElseThrow());
      if (millis.isEmpty()) {
        return millis;
      }
      slowest = Math.max(slowest, millis.getAsDouble());
    }
    return placements.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(slowest);
  }

  /** Of what the node measured with whatever it runs: worth a move, not worth crowding it. */
  private OptionalDouble known(Precision precision, Node node) {
    return Speeds.isKnown(node, placing, precision)
        ? OptionalDouble.of(new Speeds(fleet).millis(node, placing, precision, 1))
        : OptionalDouble.empty();
  }

  private OptionalDouble millis(Precision precision, Node node) {
    StepTimes times =
        node.measured().getOrDefault(placing.model().digest(), Map.of()).get(precision);
    return times == null ? OptionalDouble.empty() : OptionalDouble.of(times.millis(1));
  }

  private Shortfall nothingFits(List<Precision> precisions) {
    List<Node> open = memory.open(sites);
    if (open.isEmpty()) {
      return Wording.noNodes(placing, sites);
    }
    Precision smallest =
        precisions.stream()
            .min(Comparator.comparingLong(p -> placing.model().weightBytes().get(p)))
            .orElseThrow();
    long free = open.stream().mapToLong(memory::free).max().orElse(0);
    return Wording.memory(placing, smallest, sites, free);
  }

  private List<String> rejected(Option best, List<Option> options) {
    return options.stream()
        .filter(option -> option != best)
        .map(option -> option.precision().word() + ": " + lost(option, best))
        .toList();
  }

  private static String lost(Option option, Option best) {
    if (option.placements().size() < best.placements().size()) {
      return option.placements().size()
          + " of "
          + best.placements().size()
          + " verifiers would fit";
    }
    if (option.millis().isPresent() && best.millis().isPresent()) {
      return String.format(
          Locale.ROOT,
          "%.1f ms a token against %.1f in %s",
          option.millis().getAsDouble(),
          best.millis().getAsDouble(),
          best.precision().word());
    }
    return "not measured, and " + best.precision().word() + " comes first";
  }
}
