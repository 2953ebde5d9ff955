package dev.isthmus.planner.layers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What the layers that are still to come take at the least on nodes that are not used yet: the
 * fastest first, as full as they may be, without hops. Nothing that leads to more than the best
 * that is known need be followed.
 */
final class RemainingLayers {

  private final PartitionProblem problem;
  private final NodeClasses classes;
  private final int[] stride;
  private final int[] fastestFirst;
  private final long[] room;

  /**
   * @param stride of each class in the number of a set of used nodes
   */
  RemainingLayers(PartitionProblem problem, NodeClasses classes, int[] stride) {
    this.problem = problem;
    this.classes = classes;
    this.stride = stride;
    long lightest = Math.max(1, Arrays.stream(problem.model().layerBytes()).min().orElseThrow());
    this.fastestFirst =
        IntStream.range(0, classes.size())
            .boxed()
            .sorted(Comparator.comparingDouble(kind -> classes.one(kind).layerMillis()))
            .mapToInt(Integer::intValue)
            .toArray();
    this.room =
        IntStream.range(0, classes.size())
            .mapToLong(kind -> Math.max(0, classes.one(kind).freeBytes() / lightest))
            .toArray();
  }

  /**
   * @param used set of used nodes
   * @param rest [layers + 1] receives milliseconds by the layers that are covered already; infinite
   *     where the unused nodes cannot hold the others
   */
  void least(int used, double[] rest) {
    int layers = problem.model().layers();
    Arrays.fill(rest, Double.POSITIVE_INFINITY);
    rest[layers] = 0;
    boolean latency = problem.objective() == Objective.LATENCY;
    int covered = layers;
    double millis = 0;
    for (int kind : fastestFirst) {
      long unused = classes.count(kind) - used / stride[kind] % (classes.count(kind) + 1);
      double each = latency ? classes.one(kind).layerMillis() : 0;
      for (long left = unused * room[kind]; left > 0 && covered > 0; left--) {
        millis += each;
        rest[--covered] = millis;
      }
    }
  }
}
