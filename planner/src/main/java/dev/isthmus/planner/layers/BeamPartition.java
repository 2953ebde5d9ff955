package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A good partition over many distinct nodes: sequences of nodes grow stage by stage, the most
 * promising are kept, and each complete one has its cuts made exact ({@link SequenceCuts}).
 */
final class BeamPartition {

  private static final int WIDTH = 48;
  private static final int CHOICES = 6;

  private final PartitionProblem problem;
  private final LayeredModel model;
  private final SequenceCuts cuts;
  private final List<List<StageNode>> choices;
  private Optional<Partition> best = Optional.empty();

  /**
   * @param order in which a site's nodes are offered; the first free ones are tried
   */
  BeamPartition(PartitionProblem problem, Comparator<StageNode> order) {
    this.problem = problem;
    this.model = problem.model();
    this.cuts = new SequenceCuts(problem);
    TreeMap<String, List<StageNode>> bySite = new TreeMap<>();
    problem.nodes().stream()
        .sorted(order)
        .forEach(node -> bySite.computeIfAbsent(node.site(), s -> new ArrayList<>()).add(node));
    this.choices = List.copyOf(bySite.values());
  }

  /**
   * A sequence of nodes, each as full as it may be.
   *
   * @param length its stages
   */
  private record Growing(Growing before, StageNode node, int covered, double cost, int length) {

    boolean uses(StageNode other) {
      for (Growing g = this; g != null; g = g.before) {
        if (g.node.id().equals(other.id())) {
          return true;
        }
      }
      return false;
    }

    List<StageNode> nodes() {
      List<StageNode> nodes = new ArrayList<>();
      for (Growing g = this; g != null; g = g.before) {
        nodes.add(0, g.node);
      }
      return nodes;
    }
  }

  /**
   * @param cap the most that a stage may take in milliseconds
   */
  Optional<Partition> solve(double cap) {
    List<Growing> beam = new ArrayList<>();
    for (StageNode node : offered(null)) {
      if (problem.mayEnd(node)) {
        grow(null, node, cap, beam);
      }
    }
    while (!beam.isEmpty()) {
      beam.sort(Comparator.comparingDouble(this::promise).thenComparing(g -> g.node().id()));
      List<Growing> next = new ArrayList<>();
      for (Growing growing : beam.subList(0, Math.min(WIDTH, beam.size()))) {
        offered(growing).forEach(node -> grow(growing, node, cap, next));
      }
      beam = next;
    }
    return best;
  }

  private List<StageNode> offered(Growing growing) {
    List<StageNode> offered = new ArrayList<>();
    for (List<StageNode> site : choices) {
      site.stream()
          .filter(node -> growing == null || !growing.uses(node))
          .limit(CHOICES)
          .forEach(offered::add);
    }
    return offered;
  }

  private void grow(Growing before, StageNode node, double cap, List<Growing> into) {
    int first = before == null ? 0 : before.covered();
    int last = reach(node, first, cap);
    if (last == first) {
      return;
    }
    if (last == model.layers() && !problem.mayEnd(node)) {
      last--;
    }
    double hop = before == null ? 0 : problem.hop(before.node().site(), node.site());
    if (problem.objective() == Objective.THROUGHPUT && hop > cap) {
      return;
    }
    double cost =
        problem.plus(
            before == null ? 0 : before.cost(), hop, node.millis(first, last, model.layers()));
    Growing grown = new Growing(before, node, last, cost, before == null ? 1 : before.length() + 1);
    if (last == model.layers()) {
      cuts.best(grown.nodes()).ifPresent(this::keep);
    } else if (last > first
        && best.map(known -> cost < known.cost(problem.objective())).orElse(true)) {
      into.add(grown);
    }
  }

  private void keep(Partition partition) {
    double cost = partition.cost(problem.objective());
    if (best.isEmpty() || cost < best.get().cost(problem.objective())) {
      best = Optional.of(partition);
    }
  }

  /** The layer up to which a node may take from this one on. */
  private int reach(StageNode node, int first, double cap) {
    int last = first;
    long bytes = first == 0 ? model.embeddingBytes() : 0;
    while (last < model.layers()) {
      bytes += model.layerBytes()[last] + (last + 1 == model.layers() ? model.headBytes() : 0);
      if (bytes > node.freeBytes() || node.millis(first, last + 1, model.layers()) > cap) {
        break;
      }
      last++;
    }
    return last;
  }

  /** Cost for each layer covered so far: what goes on so would end cheapest. */
  private double promise(Growing growing) {
    return problem.objective() == Objective.LATENCY
        ? growing.cost() / growing.covered()
        : (double) growing.length() / growing.covered();
  }
}
