package dev.isthmus.planner.layers;

import java.util.List;
import java.util.Optional;

/**
 * What is to be partitioned over what.
 *
 * @param nodes that may take a stage, in the order in which equals are preferred
 * @param pin the site that must hold the first and the last layer, with embedding and head, so that
 *     text stays there; one node may then hold both ends. Or empty
 */
public record PartitionProblem(
    LayeredModel model,
    List<StageNode> nodes,
    Hops hops,
    Objective objective,
    Optional<String> pin) {

  public PartitionProblem {
    nodes = List.copyOf(nodes);
  }

  /** The same over other nodes. */
  PartitionProblem over(List<StageNode> others) {
    return new PartitionProblem(model, others, hops, objective, pin);
  }

  /** Whether a node may hold the first or the last layer. */
  boolean mayEnd(StageNode node) {
    return pin.isEmpty() || pin.get().equals(node.site());
  }

  /** The cost with one stage more. */
  double plus(double before, double hop, double stage) {
    return objective == Objective.LATENCY
        ? before + hop + stage
        : Math.max(before, Math.max(hop, stage));
  }

  /** What a hop adds under the objective. */
  double hop(String from, String to) {
    return objective == Objective.LATENCY
        ? hops.statesMillis(from, to)
        : hops.occupiedMillis(from, to);
  }

  /** What the way back to the first stage adds under the objective. */
  double wayBack(String lastSite, String firstSite) {
    return objective == Objective.LATENCY ? hops.idsMillis(lastSite, firstSite) : 0;
  }
}
