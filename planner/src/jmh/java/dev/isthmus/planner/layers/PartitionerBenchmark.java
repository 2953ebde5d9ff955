package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a partition takes: exact for twelve distinct nodes and 80 layers, a beam for 1,000. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class PartitionerBenchmark {

  /** Twelve nodes, no two alike, that hold the model only together with others. */
  @State(Scope.Benchmark)
  public static class Twelve {

    @Param({"LATENCY", "THROUGHPUT"})
    public Objective objective;

    @Param({"1", "4"})
    public int sites;

    PartitionProblem problem;

    @Setup
    public void nodes() {
      problem = with(Problems.fleet(5, 12, sites, 80), objective);
    }
  }

  /** A thousand nodes over 50 sites. */
  @State(Scope.Benchmark)
  public static class Thousand {

    @Param({"LATENCY", "THROUGHPUT"})
    public Objective objective;

    PartitionProblem problem;

    @Setup
    public void nodes() {
      problem = with(Problems.fleet(5, 1000, 50, 80), objective);
    }
  }

  @Benchmark
  public PartitionResult exact(Twelve twelve) {
    return new Partitioner().partition(twelve.problem);
  }

  @Benchmark
  public PartitionResult beam(Thousand thousand) {
    return new Partitioner().partition(thousand.problem);
  }

  private static PartitionProblem with(PartitionProblem problem, Objective objective) {
    List<StageNode> nodes = new ArrayList<>();
    double spread = 1;
    for (StageNode node : problem.nodes()) {
      // Enough for a fifth to a tenth of the model each, and none like another.
      long free = Math.max(node.freeBytes(), problem.model().bytes(0, 80) / 8);
      spread += 0.001;
      nodes.add(
          new StageNode(
              node.id(), node.site(), free, node.layerMillis() * spread, node.headMillis()));
    }
    return new PartitionProblem(
        problem.model(), nodes, problem.hops(), objective, problem.pin());
  }
}
