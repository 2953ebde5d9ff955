package dev.isthmus.planner.layers;

import java.util.Arrays;

/** What it costs, at each layer, to hand over to a node, and from which site that is cheapest. */
final class Arrival {

  private final double[] costs;
  private final int[] sites;
  private int first;
  private int last;

  Arrival(int layers) {
    costs = new double[layers + 1];
    sites = new int[layers + 1];
    clear();
  }

  void clear() {
    Arrays.fill(costs, Double.POSITIVE_INFINITY);
    first = costs.length;
    last = 0;
  }

  void offer(int layer, double cost, int site) {
    if (cost < costs[layer]) {
      costs[layer] = cost;
      sites[layer] = site;
      first = Math.min(first, layer);
      last = Math.max(last, layer);
    }
  }

  boolean isAny() {
    return last > 0;
  }

  /** The lowest layer that has a cost. */
  int first() {
    return first;
  }

  /** The highest layer that has a cost. */
  int last() {
    return last;
  }

  /** Infinite where nothing hands over there. */
  double cost(int layer) {
    return costs[layer];
  }

  int site(int layer) {
    return sites[layer];
  }
}
