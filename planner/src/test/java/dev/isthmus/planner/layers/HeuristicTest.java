package dev.isthmus.planner.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.layers.PartitionResult.Partitioned;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a climber that starts again and again; the benchmark gives it minutes, this moments. */
class HeuristicTest {

  private static final int STEPS = 4000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aLargeFleetsPartitionIsWithinTwoPercentOfTheBestOfManyRestarts(long seed) {
    PartitionProblem problem = Problems.fleet(seed, 60, 6, 32);
    double best = judged(problem);
    double found = found(problem);
    assertThat(found).isLessThanOrEqualTo(best * 1.02);
  }

  private static double judged(PartitionProblem problem) {
    AtomicInteger left = new AtomicInteger(STEPS);
    return new Restarts(problem, 1).best(() -> left.decrementAndGet() > 0);
  }

  private static double found(PartitionProblem problem) {
    return new Partitioner().partition(problem) instanceof Partitioned it
        ? it.partition().cost(problem.objective())
        : Double.POSITIVE_INFINITY;
  }
}
