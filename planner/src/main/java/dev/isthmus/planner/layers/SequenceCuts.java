package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The best cuts where the nodes and their order are given. */
final class SequenceCuts {

  private final PartitionProblem problem;
  private final LayeredModel model;

  SequenceCuts(PartitionProblem problem) {
    this.problem = problem;
    this.model = problem.model();
  }

  Optional<Partition> best(List<StageNode> nodes) {
    int layers = model.layers();
    double[] cost = new double[layers + 1];
    Arrays.fill(cost, Double.POSITIVE_INFINITY);
    cost[0] = 0;
    int[][] cut = new int[nodes.size()][layers + 1];
    for (int s = 0; s < nodes.size(); s++) {
      cost = next(nodes, s, cost, cut[s]);
    }
    if (cost[layers] == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    List<Integer> ends = new ArrayList<>();
    int end = layers;
    for (int s = nodes.size() - 1; s >= 0; s--) {
      ends.add(0, end);
      end = cut[s][end];
    }
    return Optional.of(Partition.of(model, problem.hops(), nodes, ends));
  }

  private double[] next(List<StageNode> nodes, int s, double[] before, int[] cut) {
    StageNode node = nodes.get(s);
    double hop = s == 0 ? 0 : problem.hop(nodes.get(s - 1).site(), node.site());
    double[] after = new double[before.length];
    Arrays.fill(after, Double.POSITIVE_INFINITY);
    for (int first = 0; first < model.layers(); first++) {
      if (before[first] == Double.POSITIVE_INFINITY) {
        continue;
      }
      long bytes = first == 0 ? model.embeddingBytes() : 0;
      for (int last = first + 1; last <= model.layers(); last++) {
        bytes += model.layerBytes()[last - 1];
        boolean whole = last == model.layers();
        if (bytes + (whole ? model.headBytes() : 0) > node.freeBytes()) {
          break;
        }
        double cost = problem.plus(before[first], hop, node.millis(first, last, model.layers()));
        if (cost < after[last]) {
          after[last] = cost;
          cut[last] = first;
        }
      }
    }
    return after;
  }
}
