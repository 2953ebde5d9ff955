package dev.isthmus.planner.experts;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Experts on nodes while they are being placed: room in experts, and each node's time by layer. */
final class Packing {

  private final ExpertModel model;
  private final List<ExpertNode> nodes;
  private final double[][] rows;
  private final int[][] wanted;
  private final BitSet[][] held;
  private final int[][] homes;
  private final double[][] millis;
  private final long[] room;

  /**
   * @param rows a token's by layer and expert
   * @param wanted homes by layer and expert
   */
  Packing(ExpertModel model, List<ExpertNode> nodes, double[][] rows, int[][] wanted) {
    this.model = model;
    this.nodes = nodes;
    this.rows = rows;
    this.wanted = wanted;
    int layers = model.layers().size();
    this.held = new BitSet[layers][nodes.size()];
    this.homes = new int[layers][model.experts()];
    this.millis = new double[layers][nodes.size()];
    this.room = nodes.stream().mapToLong(n -> n.freeBytes() / model.expertBytes()).toArray();
    for (BitSet[] layer : held) {
      for (int node = 0; node < layer.length; node++) {
        layer[node] = new BitSet(model.experts());
      }
    }
  }

  int layers() {
    return held.length;
  }

  int nodes() {
    return room.length;
  }

  /** Rows that one home of the expert gets: its load is shared by all its homes alike. */
  double share(int layer, int expert) {
    return rows[layer][expert] / wanted[layer][expert];
  }

  int missing(int layer, int expert) {
    return wanted[layer][expert] - homes[layer][expert];
  }

  boolean holds(int layer, int node, int expert) {
    return held[layer][node].get(expert);
  }

  BitSet held(int layer, int node) {
    return held[layer][node];
  }

  long room(int node) {
    return room[node];
  }

  double millis(int layer, int node) {
    return millis[layer][node];
  }

  /** A node's time with one home more. */
  double millisWith(int layer, int node, double share) {
    return millis[layer][node] + share * nodes.get(node).rowMillis();
  }

  void add(int layer, int node, int expert) {
    held[layer][node].set(expert);
    homes[layer][expert]++;
    room[node]--;
    millis[layer][node] = millisWith(layer, node, share(layer, expert));
  }

  void remove(int layer, int node, int expert) {
    held[layer][node].clear(expert);
    homes[layer][expert]--;
    room[node]++;
    millis[layer][node] = millisWith(layer, node, -share(layer, expert));
  }

  /** The node that a layer waits for. */
  int slowest(int layer) {
    int slowest = 0;
    for (int node = 1; node < nodes(); node++) {
      if (millis[layer][node] > millis[layer][slowest]) {
        slowest = node;
      }
    }
    return slowest;
  }

  double tokenMillis() {
    double sum = 0;
    for (int layer = 0; layer < layers(); layer++) {
      sum += millis[layer][slowest(layer)];
    }
    return sum;
  }

  ExpertPlacement placement() {
    SortedMap<String, SortedMap<Integer, ExpertRanges>> byNode = new TreeMap<>();
    for (int layer = 0; layer < layers(); layer++) {
      for (int node = 0; node < nodes(); node++) {
        if (!held[layer][node].isEmpty()) {
          byNode
              .computeIfAbsent(nodes.get(node).id(), id -> new TreeMap<>())
              .put(model.layers().get(layer), ExpertRanges.of(held[layer][node]));
        }
      }
    }
    return new ExpertPlacement(byNode);
  }
}
