package dev.isthmus.planner.place;

import dev.isthmus.planner.experts.ExpertLoad;
import dev.isthmus.planner.experts.ExpertModel;
import dev.isthmus.planner.experts.ExpertNode;
import dev.isthmus.planner.experts.ExpertPlacement;
import dev.isthmus.planner.experts.ExpertPlacer;
import dev.isthmus.planner.experts.ExpertResult;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.VerifierPlacing.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Verifiers without their experts, and homes for these on nodes of the same site: every layer asks
 * its experts' homes once a step, which over a WAN would cost a round trip a layer.
 */
final class ExpertsPlacing {

  private final Fleet fleet;
  private final Memory memory;
  private final Demand demand;
  private final Optional<Plan> current;
  private final List<Placement> before;
  private final ExpertPlacer placer = new ExpertPlacer();

  /** Verifiers and homes at one site. */
  private record Option(Outcome verifiers, List<Placement> homes, double millis, boolean stays) {

    Outcome outcome() {
      return new Outcome(
          Stream.concat(verifiers.placements().stream(), homes.stream()).toList(),
          verifiers.shortfalls(),
          verifiers.rejected());
    }
  }

  ExpertsPlacing(Fleet fleet, Memory memory, Demand demand, Optional<Plan> current) {
    this.fleet = fleet;
    this.memory = memory;
    this.demand = demand;
    this.current = current;
    this.before = current.map(Plan::placements).orElse(List.of());
  }

  /** Placements are the verifiers, then the homes by their nodes. */
  Outcome place() {
    Placing target = demand.target();
    if (target.model().experts().isEmpty()) {
      return Outcome.none(
          new Shortfall(
              Reason.ModelHasNoExperts,
              target.model().name() + " is a dense model: it has no experts to place apart"));
    }
    Shortfall why = null;
    for (Precision precision : precisions()) {
      List<Option> options = new ArrayList<>();
      for (Site site : memory.sites(Tier.CLOUD, target.sites())) {
        for (long kv : new long[] {target.kvWantedTokens(), target.kvLeastTokens()}) {
          Attempt attempt = attempt(precision, site, kv);
          attempt.option().ifPresent(options::add);
          if (attempt.option().isPresent()) {
            break;
          }
          why = why == null || attempt.reaches() ? attempt.why() : why;
        }
      }
      Optional<Option> best = options.stream().max(byWorth());
      if (best.isPresent()) {
        return best.get().outcome();
      }
    }
    return why == null
        ? new VerifierPlacing(fleet, memory, demand.of(apart(target.precision())), current).place()
        : Outcome.none(why);
  }

  /**
   * @param reaches whether the verifiers had a place, and the experts none
   */
  private record Attempt(Optional<Option> option, Shortfall why, boolean reaches) {}

  /** The one in force stays as long as it can be placed: another one gives other bytes. */
  private List<Precision> precisions() {
    if (demand.target().precision().isPresent()) {
      return List.of(demand.target().precision().get());
    }
    Set<Precision> offered = demand.target().model().withoutExperts().weightBytes().keySet();
    Optional<Precision> running =
        before.stream()
            .filter(placement -> placement.role() == Role.VERIFIER)
            .map(Placement::precision)
            .filter(offered::contains)
            .findFirst();
    return Stream.concat(running.stream(), offered.stream()).distinct().toList();
  }

  private Placing apart(Optional<Precision> precision) {
    Placing target = demand.target();
    return new Placing(
        target.model().withoutExperts(),
        precision,
        target.sites(),
        target.kvLeastTokens(),
        target.kvWantedTokens());
  }

  private Attempt attempt(Precision precision, Site site, long kvWanted) {
    Placing target = apart(Optional.of(precision));
    Placing there =
        new Placing(
            target.model(),
            target.precision(),
            Set.of(site.id()),
            target.kvLeastTokens(),
            kvWanted);
    Outcome verifiers = new VerifierPlacing(fleet, memory, demand.of(there), current).place();
    if (verifiers.placements().isEmpty()) {
      return new Attempt(Optional.empty(), verifiers.shortfalls().get(0), false);
    }
    ExpertModel experts =
        target.model().experts().orElseThrow().in(precision, target.model().name());
    ExpertsWanted wanted = demand.experts().orElseThrow();
    ExpertResult result =
        placer.place(
            experts,
            nodes(site, memory.with(verifiers.placements()), experts),
            wanted.load().orElseGet(() -> ExpertLoad.unknown(experts)),
            wanted.policy(),
            ExpertHomes.of(before, target.model().digest(), precision));
    if (result instanceof ExpertResult.Infeasible no) {
      return new Attempt(
          Optional.empty(), new Shortfall(Reason.InsufficientMemory, no.message()), true);
    }
    ExpertResult.Placed placed = (ExpertResult.Placed) result;
    return new Attempt(Optional.of(option(verifiers, placed, precision, site)), null, true);
  }

  private Option option(
      Outcome verifiers, ExpertResult.Placed placed, Precision precision, Site site) {
    List<Shortfall> shortfalls = new ArrayList<>(verifiers.shortfalls());
    placed
        .shortfall()
        .ifPresent(text -> shortfalls.add(new Shortfall(Reason.InsufficientMemory, text)));
    ExpertPlacement homes = placed.placement();
    return new Option(
        new Outcome(verifiers.placements(), shortfalls, verifiers.rejected()),
        ExpertHomes.placements(fleet, demand, precision, homes),
        placed.tokenMillis(),
        before.stream().anyMatch(placement -> placement.site().equals(site.id())));
  }

  /** Nodes that take new work, and those that keep the experts that they hold. */
  private List<ExpertNode> nodes(Site site, Memory left, ExpertModel experts) {
    Speeds speeds = new Speeds(fleet);
    List<Node> open = left.open(List.of(site));
    Stream<Node> keeping =
        before.stream()
            .filter(placement -> placement.role() == Role.EXPERTS)
            .flatMap(placement -> fleet.node(placement.node()).stream())
            .filter(node -> node.site().equals(site.id()))
            .filter(node -> node.standing() == Node.Standing.KEEPS);
    return Stream.concat(
            open.stream().map(node -> node(node, left.free(node), speeds, experts)),
            keeping.map(node -> node(node, held(node), speeds, experts)))
        .toList();
  }

  private long held(Node node) {
    return before.stream()
        .filter(p -> p.role() == Role.EXPERTS && p.node().equals(node.id()))
        .mapToLong(Placement::weightBytes)
        .sum();
  }

  private static ExpertNode node(Node node, long free, Speeds speeds, ExpertModel experts) {
    return new ExpertNode(
        node.id(), node.site(), free, speeds.millisPerByte(node) * experts.expertBytes());
  }

  /** More replicas first, then what runs there already, then what is faster. */
  private static Comparator<Option> byWorth() {
    return Comparator.comparingInt((Option option) -> option.verifiers().placements().size())
        .thenComparing(Option::stays)
        .thenComparingDouble(option -> -option.millis());
  }
}
