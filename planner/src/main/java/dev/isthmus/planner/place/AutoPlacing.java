package dev.isthmus.planner.place;

import dev.isthmus.planner.layers.Objective;
import dev.isthmus.planner.layers.Partition;
import dev.isthmus.planner.layers.PartitionResult;
import dev.isthmus.planner.layers.PartitionResult.Partitioned;
import dev.isthmus.planner.layers.Partitioner;
import dev.isthmus.planner.layers.Stage;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.VerifierPlacing.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Verifiers that nobody fixed: whole ones where a node holds the model, else one in stages. A chain
 * that stands stays, one that lost nodes gets others for their layers; either is left for a better
 * placement only where that pays for the bytes that it moves.
 */
final class AutoPlacing {

  /** What a chain must save against a whole model to be worth its network, for throughput. */
  private static final double CHAIN_GAIN = 0.2;

  /** How far an agent lets a figure of a stage be off before it tells it anew. */
  private static final double FIGURE_ERROR = 0.2;

  /** What more room for KV may cost in time. */
  private static final double KV_COST = 1.05;

  private final Fleet fleet;
  private final Memory memory;
  private final Demand demand;
  private final Optional<Plan> current;
  private final List<Site> sites;
  private final CurrentChain chain;
  private final Forecasts forecasts;
  private final Partitioner partitioner = new Partitioner();

  AutoPlacing(Fleet fleet, Memory memory, Demand demand, Optional<Plan> current) {
    this.fleet = fleet;
    this.memory = memory;
    this.demand = demand;
    this.current = current;
    this.sites = memory.sites(Tier.CLOUD, demand.target().sites());
    this.chain = new CurrentChain(fleet, memory, demand, sites, current);
    this.forecasts = new Forecasts(fleet, memory, demand.target(), current);
  }

  Outcome place() {
    Outcome whole = new VerifierPlacing(fleet, memory, demand, current).place();
    Optional<List<Placement>> standing = chain.standing();
    if (standing.isPresent()) {
      return standing(standing.get(), whole);
    }
    if (!whole.placements().isEmpty()) {
      return demand.objective() == Objective.THROUGHPUT ? faster(whole) : whole;
    }
    boolean tooLarge = whole.shortfalls().get(0).reason() == Reason.InsufficientMemory;
    if (!tooLarge) {
      return whole;
    }
    Outcome cut = nodes().size() > 1 ? chained() : whole;
    return cut.placements().isEmpty() && isLeftOut()
        ? Outcome.none(Wording.noTransport(demand.target(), closed()))
        : cut;
  }

  /** A chain that runs, against the best of what may follow it while it serves. */
  private Outcome standing(List<Placement> runs, Outcome whole) {
    if (!whole.placements().isEmpty()) {
      return pays(runs, whole.placements())
          ? whole.withRejected(lost(runs, whole.placements()))
          : outcome(runs, lost(whole.placements(), runs));
    }
    List<List<Placement>> others =
        Stream.concat(
                Stream.of(fresh(List.of(runs.get(0).precision())).placements())
                    .filter(cut -> !cut.isEmpty() && chain.hasRoomBeside(cut)),
                chain.relieved(runs))
            .filter(other -> !other.equals(runs))
            .sorted(Comparator.comparingDouble(other -> cost(forecasts.of(other))))
            .toList();
    Optional<List<Placement>> better =
        others.stream().filter(other -> pays(runs, other)).findFirst();
    if (better.isPresent()) {
      return outcome(better.get(), lost(runs, better.get()));
    }
    return outcome(
        runs, others.stream().findFirst().map(other -> lost(other, runs)).orElse(List.of()));
  }

  private boolean pays(List<Placement> runs, List<Placement> other) {
    Forecast now = forecasts.of(runs);
    Forecast then = forecasts.of(other);
    // A spare node was never measured: as a stage it is taken for one like the others.
    boolean stages = other.get(0).lastLayer() > 0;
    return (!stages || isBeyondError(runs, other))
        && Moving.pays(
            known(now), stages ? OptionalDouble.of(cost(then)) : known(then), then.bytesToMove());
  }

  /** Whether what moves would be faster still if the figures of both sides erred against it. */
  private boolean isBeyondError(List<Placement> runs, List<Placement> other) {
    return forecasts.stepMillis(without(other, runs)) * (1 + FIGURE_ERROR)
        < forecasts.stepMillis(without(runs, other)) * (1 - FIGURE_ERROR);
  }

  private static Stream<Placement> without(List<Placement> placements, List<Placement> others) {
    return placements.stream().filter(placement -> !others.contains(placement));
  }

  private OptionalDouble known(Forecast forecast) {
    return forecast.measured() ? OptionalDouble.of(cost(forecast)) : OptionalDouble.empty();
  }

  private double cost(Forecast forecast) {
    return demand.objective() == Objective.LATENCY
        ? forecast.tokenMillis()
        : forecast.slowestMillis();
  }

  /** For throughput: a chain whose slowest stage is clearly faster than the whole model's step. */
  private Outcome faster(Outcome whole) {
    if (demand.replicas() > 1 || !current.map(Plan::placements).orElse(List.of()).isEmpty()) {
      return whole;
    }
    Outcome cut = fresh(List.of(whole.placements().get(0).precision()));
    if (cut.placements().size() < 2) {
      return whole;
    }
    Forecast one = forecasts.of(whole.placements());
    Forecast many = forecasts.of(cut.placements());
    boolean wins =
        one.measured()
            && many.measured()
            && many.slowestMillis() < one.slowestMillis() * (1 - CHAIN_GAIN);
    return wins
        ? outcome(cut.placements(), lost(whole.placements(), cut.placements()))
        : whole.withRejected(lost(cut.placements(), whole.placements()));
  }

  private Outcome chained() {
    List<Precision> precisions =
        demand
            .target()
            .precision()
            .or(chain::precision)
            .map(List::of)
            .orElse(List.copyOf(demand.target().model().weightBytes().keySet()));
    Outcome fresh = fresh(precisions);
    return fresh.placements().isEmpty() ? fresh : outcome(fresh.placements(), fresh.rejected());
  }

  /** The first precision that can be cut, in the package's order of preference. */
  private Outcome fresh(List<Precision> precisions) {
    Outcome last = Outcome.none(Wording.noNodes(demand.target(), sites));
    List<String> rejected = new ArrayList<>();
    for (Precision precision : precisions) {
      Outcome cut = cut(precision);
      if (!cut.placements().isEmpty()) {
        return new Outcome(cut.placements(), List.of(), rejected);
      }
      rejected.add(precision.word() + ": " + cut.shortfalls().get(0).message());
      last = cut;
    }
    return last;
  }

  private Outcome cut(Precision precision) {
    ChainShape shape = new ChainShape(fleet, memory, demand.target(), precision);
    Outcome best = null;
    for (Optional<String> pin : pins()) {
      Outcome outcome = outcome(roomy(shape, pin), precision);
      if (best == null
          || best.placements().isEmpty()
          || !outcome.placements().isEmpty()
              && cost(forecasts.of(outcome.placements())) < cost(forecasts.of(best.placements()))) {
        best = outcome;
      }
    }
    return best == null ? Outcome.none(Wording.noText(demand, sites)) : best;
  }

  /** With as much of the wanted KV as costs neither a further stage nor time. */
  private PartitionResult roomy(ChainShape shape, Optional<String> pin) {
    long least = demand.target().kvLeastTokens();
    PartitionResult tight =
        partitioner.partition(shape.problem(nodes(), least, demand.objective(), pin));
    if (!(tight instanceof Partitioned found)) {
      return tight;
    }
    for (long kv = demand.target().kvWantedTokens(); kv > least; kv /= 2) {
      if (partitioner.partition(shape.problem(nodes(), kv, demand.objective(), pin))
              instanceof Partitioned roomy
          && isAsGood(roomy.partition(), found.partition())) {
        return roomy;
      }
    }
    return tight;
  }

  private boolean isAsGood(Partition roomy, Partition tight) {
    return roomy.stages().size() <= tight.stages().size()
        && roomy.cost(demand.objective()) <= tight.cost(demand.objective()) * KV_COST;
  }

  /** Where text may be: anywhere, or at each of these sites. */
  private List<Optional<String>> pins() {
    return demand.textSites().isEmpty()
        ? List.of(Optional.empty())
        : sites.stream().filter(demand::mayRead).map(site -> Optional.of(site.id())).toList();
  }

  private Outcome outcome(PartitionResult result, Precision precision) {
    if (result instanceof PartitionResult.Infeasible no) {
      return Outcome.none(
          new Shortfall(
              Reason.InsufficientMemory,
              demand.target().model().name() + " in " + precision.word() + ": " + no.message()));
    }
    List<StageSpan> spans =
        ((Partitioned) result).partition().stages().stream().map(AutoPlacing::span).toList();
    StagePlacements stages = new StagePlacements(fleet, memory, demand, spans);
    return stages
        .missingMemory(precision)
        .map(Outcome::none)
        .orElseGet(() -> new Outcome(stages.placements(precision), List.of(), List.of()));
  }

  private static StageSpan span(Stage stage) {
    return new StageSpan(stage.node().id(), stage.first(), stage.last());
  }

  private boolean isLeftOut() {
    return memory.open(sites).stream().anyMatch(node -> closed().contains(node.site()));
  }

  /** Sites that let only Kafka through: over it no stage is joined with another site's. */
  private Set<String> closed() {
    return sites.size() < 2
        ? Set.of()
        : sites.stream().filter(Site::kafkaOnly).map(Site::id).collect(Collectors.toSet());
  }

  /** Nodes that take new work, and those that hold stages now. */
  private List<Node> nodes() {
    List<Node> nodes =
        memory.open(sites).stream()
            .filter(node -> !closed().contains(node.site()))
            .collect(Collectors.toCollection(ArrayList::new));
    chain.nodes().filter(node -> !nodes.contains(node)).forEach(nodes::add);
    return nodes;
  }

  private Outcome outcome(List<Placement> placements, List<String> rejected) {
    List<Shortfall> shortfalls =
        demand.replicas() == 1
            ? List.of()
            : List.of(
                new Shortfall(
                    Reason.InsufficientNodes,
                    demand.replicas()
                        + " verifiers wanted, 1 placed: no node holds "
                        + demand.target().model().name()
                        + " whole, and in stages there is one"));
    return new Outcome(placements, shortfalls, rejected);
  }

  private List<String> lost(List<Placement> loser, List<Placement> winner) {
    Forecast lost = forecasts.of(loser);
    Forecast won = forecasts.of(winner);
    return List.of(
        String.format(
            Locale.ROOT,
            "%s: %.1f ms %s against %.1f, %d MB to move against %d%s",
            name(loser),
            cost(lost),
            demand.objective() == Objective.LATENCY ? "a token" : "for the slowest stage",
            cost(won),
            megabytes(lost),
            megabytes(won),
            lost.measured() && won.measured() ? "" : ", not all of it measured"));
  }

  private static long megabytes(Forecast forecast) {
    return (forecast.bytesToMove() + 999_999) / 1_000_000;
  }

  private static String name(List<Placement> placements) {
    Placement host = placements.get(0);
    return host.lastLayer() > 0
        ? placements.size() + " stages to " + host.node()
        : "whole on " + host.node();
  }
}
