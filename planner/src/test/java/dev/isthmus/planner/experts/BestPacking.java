package dev.isthmus.planner.experts;

import java.util.List;

/** The judge: every assignment of the experts of one layer, one home each, to nodes with room. */
final class BestPacking {

  private final List<ExpertNode> nodes;
  private final double[] rows;
  private final long[] room;
  private final double[] millis;
  private double best = Double.POSITIVE_INFINITY;

  BestPacking(ExpertModel model, List<ExpertNode> nodes, ExpertLoad load) {
    this.nodes = nodes;
    this.rows = load.rows(0, model.activePerToken());
    this.room = nodes.stream().mapToLong(n -> n.freeBytes() / model.expertBytes()).toArray();
    this.millis = new double[nodes.size()];
  }

  /** Time of the slowest node, infinite where the experts do not fit. */
  double millis() {
    place(0);
    return best;
  }

  private void place(int expert) {
    double slowest = 0;
    for (double each : millis) {
      slowest = Math.max(slowest, each);
    }
    if (slowest >= best) {
      return;
    }
    if (expert == rows.length) {
      best = slowest;
      return;
    }
    for (int node = 0; node < room.length; node++) {
      if (room[node] > 0) {
        double before = millis[node];
        room[node]--;
        millis[node] += rows[expert] * nodes.get(node).rowMillis();
        place(expert + 1);
        millis[node] = before;
        room[node]++;
      }
    }
  }
}
