package dev.isthmus.planner.layers;

import java.util.Arrays;

/**
 * A bottleneck that no partition is below: what each node could take within it, whatever the order,
 * would not hold all layers together.
 */
final class LeastBottleneck {

  private static final int HALVINGS = 40;

  private LeastBottleneck() {}

  /** Milliseconds. */
  static double of(PartitionProblem problem) {
    long smallest = Math.max(1, Arrays.stream(problem.model().layerBytes()).min().orElseThrow());
    double slowest = problem.nodes().stream().mapToDouble(StageNode::layerMillis).max().orElse(1);
    double low = 0;
    double high = slowest * problem.model().layers();
    for (int i = 0; i < HALVINGS; i++) {
      double cap = (low + high) / 2;
      if (layers(problem, cap, smallest) < problem.model().layers()) {
        low = cap;
      } else {
        high = cap;
      }
    }
    return low;
  }

  /**
   * At most so many layers within the bottleneck; no layer is counted heavier than the lightest.
   */
  private static double layers(PartitionProblem problem, double cap, long smallest) {
    double layers = 0;
    for (StageNode node : problem.nodes()) {
      layers +=
          Math.max(0, Math.min(node.freeBytes() / smallest, Math.floor(cap / node.layerMillis())));
    }
    return layers;
  }
}
