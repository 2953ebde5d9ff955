package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's layers over nodes, in order.
 *
 * @param latencyMillis of one step through all stages and back to the host
 * @param bottleneckMillis of the slowest stage or link
 */
public record Partition(List<Stage> stages, double latencyMillis, double bottleneckMillis) {

  public Partition {
    stages = List.copyOf(stages);
  }

  /**
   * What a given partition takes.
   *
   * @param nodes in the order of the layers; the last may be the first again
   * @param ends the layer after each stage's last, ascending, the last one being all layers
   */
  public static Partition of(
      LayeredModel model, Hops hops, List<StageNode> nodes, List<Integer> ends) {
    List<Stage> stages = new ArrayList<>();
    double latency = 0;
    double bottleneck = 0;
    Map<String, Double> busy = new HashMap<>();
    int first = 0;
    for (int s = 0; s < nodes.size(); s++) {
      StageNode node = nodes.get(s);
      int last = ends.get(s);
      double millis = node.millis(first, last, model.layers());
      latency += millis;
      bottleneck = Math.max(bottleneck, busy.merge(node.id(), millis, Double::sum));
      if (s > 0) {
        String before = nodes.get(s - 1).site();
        latency += hops.statesMillis(before, node.site());
        bottleneck = Math.max(bottleneck, hops.occupiedMillis(before, node.site()));
      }
      stages.add(new Stage(node, first, last, model.bytes(first, last)));
      first = last;
    }
    if (!nodes.get(nodes.size() - 1).equals(nodes.get(0))) {
      latency += hops.idsMillis(nodes.get(nodes.size() - 1).site(), nodes.get(0).site());
    }
    return new Partition(stages, latency, bottleneck);
  }

  /** What the objective weighs. */
  public double cost(Objective objective) {
    return objective == Objective.LATENCY ? latencyMillis : bottleneckMillis;
  }
}
