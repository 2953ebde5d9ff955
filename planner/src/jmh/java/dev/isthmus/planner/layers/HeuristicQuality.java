package dev.isthmus.planner.layers;

import dev.isthmus.planner.layers.PartitionResult.Partitioned;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How far the heuristic is from the best that a climber finds in so many seconds of restarts, over
 * random fleets. Arguments: the first fleet and the one to stop before, seconds of processor time,
 * nodes. A fleet is the same wherever it is drawn, so that a long list may be split over processes.
 */
public final class HeuristicQuality {

  private HeuristicQuality() {}

  public static void main(String[] arguments) {
    int first = Integer.parseInt(arguments[0]);
    int end = Integer.parseInt(arguments[1]);
    double seconds = Double.parseDouble(arguments[2]);
    int nodes = Integer.parseInt(arguments[3]);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    double[] ratios = new double[end - first];
    for (int fleet = first; fleet < end; fleet++) {
      PartitionProblem problem = Problems.fleet(fleet, nodes, Math.max(2, nodes / 20), 48);
      long until = clock.getCurrentThreadCpuTime() + (long) (seconds * 1e9);
      double best =
          new Restarts(problem, fleet).best(() -> clock.getCurrentThreadCpuTime() < until);
      double found =
          new Partitioner().partition(problem) instanceof Partitioned it
              ? it.partition().cost(problem.objective())
              : Double.POSITIVE_INFINITY;
      ratios[fleet - first] = Double.isInfinite(best) ? 0 : found / best;
      System.out.printf(
          "%d %s: %.3f ms, restarts %.3f ms, ratio %.4f%n",
          fleet, problem.objective(), found, best, ratios[fleet - first]);
    }
    Arrays.sort(ratios);
    System.out.printf(
        "%d fleets of %d nodes: median ratio %.4f, worst %.4f, within 1.02: %d%n",
        ratios.length,
        nodes,
        ratios[ratios.length / 2],
        ratios[ratios.length - 1],
        Arrays.stream(ratios).filter(ratio -> ratio <= 1.02).count());
  }
}
