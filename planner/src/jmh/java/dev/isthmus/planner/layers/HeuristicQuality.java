package dev.isthmus.planner.layers;

import dev.isthmus.planner.layers.PartitionResult.Partitioned;
import java.util.Arrays;

/**
 * How far the heuristic is from the best that a climber finds in so many seconds of restarts, over
 * random fleets. Arguments: fleets, seconds, nodes.
 */
public final class HeuristicQuality {

  private HeuristicQuality() {}

  public static void main(String[] arguments) {
    int fleets = Integer.parseInt(arguments[0]);
    double seconds = Double.parseDouble(arguments[1]);
    int nodes = Integer.parseInt(arguments[2]);
    double[] ratios = new double[fleets];
    for (int fleet = 0; fleet < fleets; fleet++) {
      PartitionProblem problem = Problems.fleet(fleet, nodes, Math.max(2, nodes / 20), 48);
      long end = System.nanoTime() + (long) (seconds * 1e9);
      double best = new Restarts(problem, fleet).best(() -> System.nanoTime() < end);
      double found =
          new Partitioner().partition(problem) instanceof Partitioned it
              ? it.partition().cost(problem.objective())
              : Double.POSITIVE_INFINITY;
      ratios[fleet] = Double.isInfinite(best) ? 0 : found / best;
      System.out.printf(
          "%d %s: %.3f ms, restarts %.3f ms, ratio %.4f%n",
          fleet, problem.objective(), found, best, ratios[fleet]);
    }
    Arrays.sort(ratios);
    System.out.printf(
        "%d fleets of %d nodes: median ratio %.4f, worst %.4f, within 1.02: %d%n",
        fleets,
        nodes,
        ratios[fleets / 2],
        ratios[fleets - 1],
        Arrays.stream(ratios).filter(ratio -> ratio <= 1.02).count());
  }
}
