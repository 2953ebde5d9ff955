package dev.isthmus.planner.layers;

import dev.isthmus.planner.layers.PartitionResult.Infeasible;
import dev.isthmus.planner.layers.PartitionResult.Partitioned;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Partitions a model's layers over nodes: exactly where there are up to twelve distinct ones (or as
 * many sets of equal ones), by a beam beyond.
 */
public final class Partitioner {

  /** Sets of used nodes up to which the partition is exact: those of twelve distinct nodes. */
  private static final int MOST_SETS = 1 << 12;

  private static final int MOST_NODES = 12;
  private static final int MOST_ENDS = 4;
  private static final int MOST_ROUNDS = 3;

  /** A bottleneck within this of the least that there can be is not searched further. */
  private static final double NEAR_ENOUGH = 1.002;

  private static final Comparator<StageNode> FAST =
      Comparator.comparingDouble(StageNode::layerMillis)
          .thenComparing(StageNode::freeBytes, Comparator.reverseOrder())
          .thenComparing(StageNode::id);

  private static final Comparator<StageNode> LARGE =
      Comparator.comparingLong(StageNode::freeBytes)
          .reversed()
          .thenComparingDouble(StageNode::layerMillis)
          .thenComparing(StageNode::id);

  /** The best partition, or what stands against every one. */
  public PartitionResult partition(PartitionProblem problem) {
    NodeClasses classes = new NodeClasses(problem.nodes(), problem.model().layers());
    int sets = classes.usedSets(MOST_SETS + 1);
    Optional<Partition> found =
        sets <= MOST_SETS && classes.size() > 0
            ? new ExactPartition(problem, classes, sets).solve(first(problem))
            : beam(problem);
    return found
        .<PartitionResult>map(Partitioned::new)
        .orElseGet(() -> new Infeasible(new Shortage(problem).sentence()));
  }

  private static Optional<Partition> beam(PartitionProblem problem) {
    Optional<Partition> best = Optional.empty();
    List<Comparator<StageNode>> orders = orders(problem);
    for (Comparator<StageNode> order : orders) {
      best = better(problem, best, search(problem, order, best));
    }
    for (Comparator<StageNode> order : orders) {
      best = refined(problem, best, order);
    }
    return best;
  }

  /** Exact among the nodes of a partition and the next best ones, for as long as that helps. */
  private static Optional<Partition> refined(
      PartitionProblem problem, Optional<Partition> known, Comparator<StageNode> order) {
    Optional<Partition> best = known;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Set<StageNode> few = new LinkedHashSet<>();
      best.ifPresent(partition -> partition.stages().forEach(stage -> few.add(stage.node())));
      if (few.size() > MOST_NODES) {
        return best;
      }
      Stream.concat(
              problem.nodes().stream().filter(problem::mayEnd).sorted(order).limit(MOST_ENDS),
              problem.nodes().stream().sorted(order))
          .takeWhile(node -> few.size() < MOST_NODES)
          .forEach(few::add);
      PartitionProblem small = problem.over(List.copyOf(few));
      NodeClasses classes = new NodeClasses(small.nodes(), small.model().layers());
      Optional<Partition> next =
          new ExactPartition(small, classes, classes.usedSets(MOST_SETS + 1)).solve(best);
      if (next.equals(best)) {
        return best;
      }
      best = next;
    }
    return best;
  }

  private static List<Comparator<StageNode>> orders(PartitionProblem problem) {
    // What a node would cover in the time that the fastest takes for all: fast and large at once.
    double fastest = problem.nodes().stream().mapToDouble(StageNode::layerMillis).min().orElse(1);
    double whole = problem.model().bytes(0, problem.model().layers());
    int layers = problem.model().layers();
    Comparator<StageNode> both =
        Comparator.comparingDouble(
                (StageNode node) ->
                    -Math.min(node.freeBytes() / whole * layers, layers)
                        * fastest
                        / node.layerMillis())
            .thenComparing(StageNode::id);
    return List.of(FAST, LARGE, both);
  }

  private static Optional<Partition> search(
      PartitionProblem problem, Comparator<StageNode> order, Optional<Partition> known) {
    if (problem.objective() == Objective.LATENCY) {
      return new BeamPartition(problem, order).solve(Double.POSITIVE_INFINITY);
    }
    double low = LeastBottleneck.of(problem);
    Optional<Partition> best =
        better(problem, known, new BeamPartition(problem, order).solve(low * NEAR_ENOUGH));
    if (best.isEmpty()) {
      best = new BeamPartition(problem, order).solve(Double.POSITIVE_INFINITY);
    }
    double high = best.map(Partition::bottleneckMillis).orElse(0.0);
    while (high > low * NEAR_ENOUGH) {
      double cap = (low + high) / 2;
      Optional<Partition> under = new BeamPartition(problem, order).solve(cap);
      if (under.isPresent()) {
        best = better(problem, best, under);
        high = Math.min(cap, under.get().bottleneckMillis());
      } else {
        low = cap;
      }
    }
    return best;
  }

  /** The fastest nodes, site by site, as many as it takes: a first partition to beat. */
  private static Optional<Partition> first(PartitionProblem problem) {
    List<StageNode> fastest = problem.nodes().stream().sorted(FAST).toList();
    SequenceCuts cuts = new SequenceCuts(problem);
    Optional<Partition> best = Optional.empty();
    for (int count = 1; count <= Math.min(MOST_NODES, fastest.size()); count++) {
      List<StageNode> nodes =
          fastest.subList(0, count).stream()
              .sorted(Comparator.comparing(StageNode::site).thenComparing(FAST))
              .toList();
      if (problem.mayEnd(nodes.get(0)) && problem.mayEnd(nodes.get(count - 1))) {
        best = better(problem, best, cuts.best(nodes));
      }
    }
    return best;
  }

  private static Optional<Partition> better(
      PartitionProblem problem, Optional<Partition> a, Optional<Partition> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return b.get().cost(problem.objective()) < a.get().cost(problem.objective()) ? b : a;
  }
}
