package dev.isthmus.planner.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isthmus.planner.layers.PartitionResult.Infeasible;
import dev.isthmus.planner.layers.PartitionResult.Partitioned;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartitionerTest {

  private static final Hops NEAR = new Problems.Distances(20);

  private final Partitioner partitioner = new Partitioner();

  @Test
  void twoThousandSmallProblemsAreSolvedAsTheJudgeSolvesThem() {
    for (long seed = 0; seed < 2000; seed++) {
      PartitionProblem problem = Problems.small(seed);
      Optional<Partition> judge = new ExhaustivePartition(problem).solve();
      PartitionResult result = partitioner.partition(problem);
      assertThat(result instanceof Partitioned).as("seed %d", seed).isEqualTo(judge.isPresent());
      if (result instanceof Partitioned found) {
        assertSound(problem, found.partition());
        assertThat(found.partition().cost(problem.objective()))
            .as("seed %d", seed)
            .isCloseTo(judge.orElseThrow().cost(problem.objective()), within(1e-9));
      }
    }
  }

  @Test
  void aModelThatFitsOneNodeStaysWhole() {
    assertThat(stages(latency(node("a", "s0", 1000, 1), node("b", "s0", 1000, 1))))
        .containsExactly("a 0-8");
  }

  @Test
  void aFastNodeTakesWhatItsMemoryHoldsAndTheSlowOneTheRest() {
    assertThat(stages(latency(node("slow", "s0", 700, 5), node("fast", "s0", 600, 1))))
        .containsExactly("fast 0-6", "slow 6-8");
  }

  @Test
  void pinnedEndsStayAtTheirSiteThoughAnotherIsFaster() {
    PartitionProblem problem =
        new PartitionProblem(
            LayeredModel.uniform("m", 8, 100, 0, 0),
            List.of(
                node("edge-1", "s0", 200, 3),
                node("edge-0", "s0", 200, 3),
                node("gpu", "s1", 900, 1)),
            NEAR,
            Objective.LATENCY,
            Optional.of("s0"));
    assertThat(stages(problem)).containsExactly("edge-1 0-1", "gpu 1-7", "edge-1 7-8");
  }

  @Test
  void oneNodeOfTheSiteHoldsBothEndsWhereThatIsAllThereIs() {
    PartitionProblem problem =
        new PartitionProblem(
            LayeredModel.uniform("m", 8, 100, 50, 50),
            List.of(node("edge", "s0", 300, 3), node("gpu", "s1", 900, 1)),
            NEAR,
            Objective.LATENCY,
            Optional.of("s0"));
    Partition partition = solved(problem).orElseThrow();
    assertThat(stages(problem)).containsExactly("edge 0-1", "gpu 1-7", "edge 7-8");
    assertThat(partition.latencyMillis()).isCloseTo(3 + 6 + 3 + 2 * 20.3, within(1e-9));
  }

  @Test
  void throughputSpreadsLayersWhereLatencyWouldNot() {
    List<StageNode> nodes = List.of(node("a", "s0", 1000, 1), node("b", "s0", 1000, 1));
    PartitionProblem problem =
        new PartitionProblem(
            LayeredModel.uniform("m", 8, 100, 0, 0),
            nodes,
            NEAR,
            Objective.THROUGHPUT,
            Optional.empty());
    Partition partition = ((Partitioned) partitioner.partition(problem)).partition();
    assertThat(partition.bottleneckMillis()).isEqualTo(4);
    assertThat(partition.latencyMillis()).isCloseTo(8 + 0.3 + 0.2, within(1e-9));
  }

  @Test
  void whatDoesNotFitIsSaidByLayersSiteAndMemory() {
    PartitionProblem problem =
        new PartitionProblem(
            LayeredModel.uniform("m", 30, 18_000_000, 0, 0),
            List.of(node("a", "edge-a", 412_000_000, 1)),
            new SameSite(),
            Objective.LATENCY,
            Optional.empty());
    assertThat(((Infeasible) partitioner.partition(problem)).message())
        .isEqualTo("layers 0–29 need 540 MB at site edge-a; the largest node has 412 MB free");
  }

  @Test
  void aBeamOverManyNodesComesWithinTwoPercentOfTheExactSolutionOnTheNodesThatMatter() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 12; run++) {
      PartitionProblem known = Problems.make(random, 24, 9, 2);
      Optional<Partition> exact = solved(known);
      // Nodes that can hold nothing make the set too large for the exact solver and change nothing.
      List<StageNode> crowd =
          IntStream.range(0, 40)
              .mapToObj(i -> new StageNode("x" + i, "s" + i % 2, i % 7, 1 + i, 1))
              .toList();
      PartitionProblem crowded =
          new PartitionProblem(
              known.model(),
              Stream.concat(known.nodes().stream(), crowd.stream()).toList(),
              known.hops(),
              known.objective(),
              known.pin());
      Optional<Partition> beam = solved(crowded);
      assertThat(beam.isPresent()).as("run %d", run).isEqualTo(exact.isPresent());
      if (exact.isPresent()) {
        assertSound(crowded, beam.orElseThrow());
        assertThat(beam.get().cost(known.objective()))
            .as("run %d", run)
            .isLessThanOrEqualTo(exact.get().cost(known.objective()) * 1.02);
      }
    }
  }

  private Optional<Partition> solved(PartitionProblem problem) {
    return partitioner.partition(problem) instanceof Partitioned found
        ? Optional.of(found.partition())
        : Optional.empty();
  }

  private List<String> stages(PartitionProblem problem) {
    return solved(problem).orElseThrow().stages().stream()
        .map(stage -> stage.node().id() + " " + stage.first() + "-" + stage.last())
        .toList();
  }

  private static PartitionProblem latency(StageNode... nodes) {
    return new PartitionProblem(
        LayeredModel.uniform("m", 8, 100, 0, 0),
        List.of(nodes),
        NEAR,
        Objective.LATENCY,
        Optional.empty());
  }

  private static StageNode node(String id, String site, long free, double layerMillis) {
    return new StageNode(id, site, free, layerMillis, 0);
  }

  private static void assertSound(PartitionProblem problem, Partition partition) {
    List<Stage> stages = partition.stages();
    int covered = 0;
    for (Stage stage : stages) {
      assertThat(stage.first()).isEqualTo(covered);
      assertThat(stage.last()).isGreaterThan(stage.first());
      assertThat(problem.model().bytes(stage.first(), stage.last()))
          .isLessThanOrEqualTo(stage.node().freeBytes());
      covered = stage.last();
    }
    assertThat(covered).isEqualTo(problem.model().layers());
    int alone = problem.pin().isPresent() && stages.size() > 2 ? stages.size() - 1 : stages.size();
    assertThat(stages.subList(0, alone).stream().map(stage -> stage.node().id()))
        .doesNotHaveDuplicates();
  }

  private record SameSite() implements Hops {
    @Override
    public double statesMillis(String from, String to) {
      return 0;
    }

    @Override
    public double occupiedMillis(String from, String to) {
      return 0;
    }

    @Override
    public double idsMillis(String from, String to) {
      return 0;
    }
  }
}
