package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The best partition, by dynamic programming over (set of used nodes, site of the last one, layers
 * covered). For each set the next stage [i, j) on a node of class c costs
 *
 * <pre>
 *   F(u + c, site c, j) = min over i of ( min over s of F(u, s, i) + hop(s, site c) ) + t(c, i, j)
 * </pre>
 *
 * with + replaced by max for the throughput objective (EdgeShard 2405.14371, equations 5 to 8). The
 * way back to the first stage depends on its site, so the programme runs once for each first site.
 */
final class ExactPartition {

  private final PartitionProblem problem;
  private final LayeredModel model;
  private final int layers;
  private final NodeClasses classes;
  private final List<String> sites;
  private final boolean latency;

  private final RemainingLayers remaining;
  private final double[] rest;
  private final double[][] hops;
  private final int[] siteOf;
  private final int[] stride;
  private final int sets;
  private final int[][] earliest;
  private final double[] best;
  private final int[] from;

  /** By set of used nodes and site of the last one: the first and last layer that is reached. */
  private final int[] lowest;

  private final int[] highest;

  private double bound = Double.POSITIVE_INFINITY;
  private List<Integer> bestKinds = List.of();
  private List<Integer> bestEnds = List.of();

  /** Whether the last stage of the best lies on the node of its first. */
  private boolean bestHosted;

  ExactPartition(PartitionProblem problem, NodeClasses classes, int sets) {
    this.problem = problem;
    this.model = problem.model();
    this.layers = model.layers();
    this.classes = classes;
    this.sets = sets;
    this.siteOf = new int[classes.size()];
    this.stride = new int[classes.size()];
    this.earliest = new int[classes.size()][layers + 1];
    List<String> found = new ArrayList<>();
    int step = 1;
    for (int kind = 0; kind < classes.size(); kind++) {
      StageNode node = classes.one(kind);
      if (!found.contains(node.site())) {
        found.add(node.site());
      }
      siteOf[kind] = found.indexOf(node.site());
      stride[kind] = step;
      step *= classes.count(kind) + 1;
      reach(node, earliest[kind]);
    }
    this.sites = found;
    this.latency = problem.objective() == Objective.LATENCY;
    this.remaining = new RemainingLayers(problem, classes, stride);
    this.hops = new double[found.size()][found.size()];
    for (int from = 0; from < found.size(); from++) {
      for (int to = 0; to < found.size(); to++) {
        hops[from][to] = problem.hop(found.get(from), found.get(to));
      }
    }
    this.rest = new double[layers + 1];
    int states = sets * sites.size() * (layers + 1);
    this.best = new double[states];
    this.from = new int[states];
    this.lowest = new int[sets * sites.size()];
    this.highest = new int[sets * sites.size()];
  }

  /**
   * @param known a partition to beat, or empty
   */
  Optional<Partition> solve(Optional<Partition> known) {
    known.ifPresent(partition -> bound = partition.cost(problem.objective()));
    // Without a way back in the objective, all first sites are one.
    int runs = problem.objective() == Objective.LATENCY ? sites.size() : 1;
    for (int first = 0; first < runs; first++) {
      run(problem.objective() == Objective.LATENCY ? first : -1);
    }
    if (problem.pin().isPresent()) {
      for (int kind = 0; kind < classes.size(); kind++) {
        if (problem.mayEnd(classes.one(kind))) {
          bothEnds(kind);
        }
      }
    }
    return bestEnds.isEmpty() ? known : Optional.of(partition());
  }

  /** The earliest i such that layers [i, j), without embedding and head, fit the node. */
  private void reach(StageNode node, int[] into) {
    int i = 0;
    long bytes = 0;
    for (int j = 1; j <= layers; j++) {
      bytes += model.layerBytes()[j - 1];
      while (bytes > node.freeBytes() && i < j) {
        bytes -= model.layerBytes()[i++];
      }
      into[j] = i;
    }
  }

  private void run(int firstSite) {
    clear();
    for (int kind = 0; kind < classes.size(); kind++) {
      if ((firstSite < 0 || siteOf[kind] == firstSite) && problem.mayEnd(classes.one(kind))) {
        begin(kind, firstSite);
      }
    }
    through(firstSite, true);
  }

  /**
   * All stages after the first.
   *
   * @param ends whether they may end the model
   */
  private void through(int firstSite, boolean ends) {
    Arrays.fill(
        rest, 0); // where the first node comes back, what is left is not on unused ones alone
    Arrival arrival = new Arrival(layers);
    for (int used = 1; used < sets; used++) {
      if (ends) {
        remaining.least(used, rest);
      }
      for (int kind = 0; kind < classes.size(); kind++) {
        if (used / stride[kind] % (classes.count(kind) + 1) < classes.count(kind)
            && arrive(used, kind, arrival)) {
          extend(used, kind, arrival);
          if (ends && problem.mayEnd(classes.one(kind))) {
            end(used, kind, arrival, firstSite);
          }
        }
      }
    }
  }

  /**
   * Partitions whose first and last stage lie on one node, once for each length of the first: what
   * it takes of the node's memory is what the last one lacks.
   */
  private void bothEnds(int kind) {
    StageNode host = classes.one(kind);
    for (int j = 1; j < layers - 1 && model.bytes(0, j) <= host.freeBytes(); j++) {
      clear();
      put(stride[kind], siteOf[kind], j, host.millis(0, j, layers), kind, 0, 0);
      through(-1, false);
      for (int i = layers - 1; i > j && fitsBeside(host, j, i); i--) {
        double ends = host.millis(0, j, layers) + host.millis(i, layers, layers);
        for (int used = stride[kind] + 1; used < sets; used++) {
          for (int s = 0; s < sites.size(); s++) {
            double hop = problem.hop(sites.get(s), host.site());
            double middle = best[state(used, s, i)];
            double cost =
                problem.objective() == Objective.LATENCY
                    ? middle + hop + host.millis(i, layers, layers)
                    : Math.max(middle, Math.max(hop, ends));
            if (cost < bound) {
              finish(cost, used, kind, i, s, -1);
              bestHosted = true;
            }
          }
        }
      }
    }
  }

  private boolean fitsBeside(StageNode host, int j, int i) {
    return model.bytes(0, j) + model.bytes(i, layers) <= host.freeBytes();
  }

  private void clear() {
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    Arrays.fill(lowest, layers);
    Arrays.fill(highest, 0);
  }

  /** First stages [0, j), which hold the embedding. */
  private void begin(int kind, int firstSite) {
    StageNode node = classes.one(kind);
    for (int j = 1; j <= layers && model.bytes(0, j) <= node.freeBytes(); j++) {
      double cost = node.millis(0, j, layers);
      if (j == layers) {
        finish(cost, 0, kind, 0, -1, firstSite);
      } else {
        put(stride[kind], siteOf[kind], j, cost, kind, 0, 0);
      }
    }
  }

  /** What it costs to hand over at each layer to a node of this class; whether that can be. */
  private boolean arrive(int used, int kind, Arrival arrival) {
    arrival.clear();
    for (int s = 0; s < sites.size(); s++) {
      double hop = hops[s][siteOf[kind]];
      int place = used * sites.size() + s;
      int row = state(used, s, 0);
      for (int i = lowest[place]; i <= highest[place]; i++) {
        double reached = best[row + i];
        if (reached + rest[i] < bound) {
          double cost = latency ? reached + hop : Math.max(reached, hop);
          if (cost < bound) {
            arrival.offer(i, cost, s);
          }
        }
      }
    }
    return arrival.isAny();
  }

  private void extend(int used, int kind, Arrival arrival) {
    StageNode node = classes.one(kind);
    for (int j = arrival.first() + 1; j < layers; j++) {
      int at = cheapest(kind, arrival, j);
      if (at > 0) {
        double cost = problem.plus(arrival.cost(at), 0, node.millis(at, j, layers));
        if (cost < bound) {
          put(used + stride[kind], siteOf[kind], j, cost, kind, at, arrival.site(at));
        }
      }
    }
  }

  private void end(int used, int kind, Arrival arrival, int firstSite) {
    StageNode node = classes.one(kind);
    for (int i = layers - 1;
        i >= arrival.first() && model.bytes(i, layers) <= node.freeBytes();
        i--) {
      if (arrival.cost(i) < bound) {
        double cost = problem.plus(arrival.cost(i), 0, node.millis(i, layers, layers));
        finish(cost, used, kind, i, arrival.site(i), firstSite);
      }
    }
  }

  /** The hand-over layer that makes a stage which ends at j cheapest, or 0. */
  private int cheapest(int kind, Arrival arrival, int j) {
    double millis = classes.one(kind).layerMillis();
    int least = Math.max(arrival.first(), earliest[kind][j]);
    double lowest = bound;
    int at = 0;
    for (int i = Math.min(j - 1, arrival.last()); i >= least; i--) {
      double stage = millis * (j - i);
      if (stage >= lowest) {
        break; // a longer stage alone costs more than what is known
      }
      double cost = latency ? arrival.cost(i) + stage : Math.max(arrival.cost(i), stage);
      if (cost < lowest) {
        lowest = cost;
        at = i;
      }
    }
    return at;
  }

  private void put(int used, int site, int j, double cost, int kind, int i, int siteBefore) {
    int state = state(used, site, j);
    if (cost < best[state]) {
      best[state] = cost;
      int place = used * sites.size() + site;
      lowest[place] = Math.min(lowest[place], j);
      highest[place] = Math.max(highest[place], j);
      from[state] = (kind * sites.size() + siteBefore) * (layers + 1) + i;
    }
  }

  private void finish(double cost, int used, int kind, int i, int siteBefore, int firstSite) {
    double whole =
        firstSite < 0 || used == 0
            ? cost
            : problem.plus(
                cost, problem.wayBack(classes.one(kind).site(), sites.get(firstSite)), 0);
    if (whole >= bound) {
      return;
    }
    bound = whole;
    List<Integer> kinds = new ArrayList<>(List.of(kind));
    List<Integer> ends = new ArrayList<>(List.of(layers));
    int set = used;
    int site = siteBefore;
    int at = i;
    while (set > 0) {
      int packed = from[state(set, site, at)];
      int before = packed / (layers + 1);
      ends.add(at);
      kinds.add(before / sites.size());
      set -= stride[before / sites.size()];
      site = before % sites.size();
      at = packed % (layers + 1);
    }
    Collections.reverse(kinds);
    Collections.reverse(ends);
    bestHosted = false;
    bestKinds = kinds;
    bestEnds = ends;
  }

  private int state(int used, int site, int layer) {
    return (used * sites.size() + site) * (layers + 1) + layer;
  }

  private Partition partition() {
    int[] taken = new int[classes.size()];
    List<StageNode> nodes = new ArrayList<>();
    for (int s = 0; s < bestKinds.size(); s++) {
      int kind = bestKinds.get(s);
      boolean again = bestHosted && s == bestKinds.size() - 1;
      nodes.add(again ? nodes.get(0) : classes.member(kind, taken[kind]++));
    }
    return Partition.of(model, problem.hops(), nodes, bestEnds);
  }
}
