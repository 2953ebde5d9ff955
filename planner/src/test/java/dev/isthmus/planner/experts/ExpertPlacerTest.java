package dev.isthmus.planner.experts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.experts.ExpertResult.Infeasible;
import dev.isthmus.planner.experts.ExpertResult.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpertPlacerTest {

  private static final long MB = 1_000_000;
  private static final ExpertPolicy ONE_HOME = new ExpertPolicy(1, 1, 2, 0, false, 0.05);

  private final ExpertPlacer placer = new ExpertPlacer();

  @Test
  void theHeaviestExpertsGoApartAndTheRestFillsUp() {
    ExpertModel model = model(1, 4, 1);
    Placed placed = placed(model, nodes(2, 100), load(new long[] {40, 30, 20, 10}), ONE_HOME);
    assertThat(placed.placement().homes().toString()).isEqualTo("{n0={0=0,3}, n1={0=1-2}}");
    assertThat(placed.tokenMillis()).isEqualTo(0.5);
    assertThat(placed.bytesToMove()).isEqualTo(4 * 10 * MB);
  }

  @Test
  void aHotExpertGetsASecondHomeAndSpareHomesGoToTheMostLoadForEachHome() {
    ExpertModel model = model(1, 4, 1);
    ExpertPolicy spare = new ExpertPolicy(1, 2, 2, 1, false, 0);
    Placed placed = placed(model, nodes(3, 100), load(new long[] {70, 28, 1, 1}), spare);
    assertThat(homes(placed, 0, 0)).isEqualTo(3);
    assertThat(homes(placed, 0, 1)).isEqualTo(1);
    assertThat(placed.shortfall()).isEmpty();
  }

  @Test
  void whereHotExpertsHaveNoRoomForTwoHomesEachHasOneAndTheResultSaysSo() {
    ExpertModel model = model(1, 4, 1);
    Placed placed =
        placed(model, nodes(2, 20), load(new long[] {97, 1, 1, 1}), ExpertPolicy.STANDARD);
    assertThat(homes(placed, 0, 0)).isEqualTo(1);
    assertThat(placed.shortfall())
        .contains("there is no room for 2 homes of hot experts; each has 1");
  }

  @Test
  void aFastNodeTakesMoreOfTheLoad() {
    ExpertModel model = model(1, 6, 1);
    List<ExpertNode> nodes =
        List.of(
            new ExpertNode("fast", "cloud", 100 * MB, 1),
            new ExpertNode("slow", "cloud", 100 * MB, 2));
    Placed placed = placed(model, nodes, ExpertLoad.unknown(model), ONE_HOME);
    assertThat(placed.placement().count("fast")).isEqualTo(4);
    assertThat(placed.placement().count("slow")).isEqualTo(2);
  }

  @Test
  void aTokensExpertsStayAtOneSiteUnlessToldOtherwise() {
    ExpertModel model = model(1, 8, 2);
    List<ExpertNode> nodes =
        List.of(
            new ExpertNode("a0", "a", 50 * MB, 1),
            new ExpertNode("b0", "b", 50 * MB, 1),
            new ExpertNode("b1", "b", 40 * MB, 1));
    Placed placed = placed(model, nodes, ExpertLoad.unknown(model), ONE_HOME);
    assertThat(placed.placement().homes()).containsOnlyKeys("b0", "b1");
    Placed across =
        placed(model, nodes, ExpertLoad.unknown(model), new ExpertPolicy(1, 1, 2, 0, true, 0.05));
    assertThat(across.placement().homes()).containsOnlyKeys("a0", "b0", "b1");
  }

  @Test
  void nothingMovesWhileTheLoadStaysAsItIs() {
    ExpertModel model = model(3, 16, 2);
    ExpertLoad load = randomLoad(new SplittableRandom(3), 3, 16);
    Placed first = placed(model, nodes(4, 300), load, ExpertPolicy.STANDARD);
    Placed again = again(model, nodes(4, 300), load, first);
    assertThat(again.placement()).isEqualTo(first.placement());
    assertThat(again.bytesToMove()).isZero();
  }

  @Test
  void theLossOfANodeMovesItsExpertsAlone() {
    ExpertModel model = model(3, 16, 2);
    ExpertLoad load = ExpertLoad.unknown(model);
    Placed first = placed(model, nodes(4, 300), load, ExpertPolicy.STANDARD);
    Placed without = again(model, nodes(3, 300), load, first);
    assertThat(without.bytesToMove()).isEqualTo(first.placement().count("n3") * 10 * MB);
  }

  @Test
  void aChangeOfLoadMovesOnlyWhatSavesEnough() {
    ExpertModel model = model(1, 8, 1);
    Placed first =
        placed(model, nodes(2, 80), load(new long[] {10, 10, 10, 10, 10, 10, 10, 10}), ONE_HOME);
    Placed slight =
        (Placed)
            placer.place(
                model,
                nodes(2, 80),
                load(new long[] {11, 10, 10, 10, 10, 10, 10, 10}),
                ONE_HOME,
                first.placement());
    assertThat(slight.bytesToMove()).isZero();
    long[] skewed = new long[8];
    IntStream.range(0, 8).forEach(e -> skewed[e] = first.placement().holds("n0", 0, e) ? 15 : 5);
    Placed moved =
        (Placed) placer.place(model, nodes(2, 80), load(skewed), ONE_HOME, first.placement());
    assertThat(moved.bytesToMove()).isEqualTo(10 * MB);
    assertThat(moved.tokenMillis()).isLessThan(0.6);
  }

  @Test
  void whatDoesNotFitIsSaidByHomesSiteAndMemory() {
    assertThat(infeasible(model(2, 8, 2), nodes(2, 70), ONE_HOME))
        .isEqualTo(
            "8 experts of moe in 2 layers, one home each, need 160 MB at site cloud; its 2 nodes"
                + " together have 140 MB free");
    assertThat(infeasible(model(2, 8, 2), nodes(1, 700), new ExpertPolicy(2, 2, 2, 0, false, 0)))
        .isEqualTo("2 homes for each expert of moe need as many nodes; site cloud has 1");
    assertThat(infeasible(model(2, 8, 2), List.of(), ONE_HOME))
        .isEqualTo("no node takes experts of moe");
  }

  @Test
  void everyPlacementIsCompleteAndWithinMemory() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ExpertModel model =
          model(1 + random.nextInt(4), 4 + random.nextInt(20), 1 + random.nextInt(3));
      List<ExpertNode> nodes = random(random, 1 + random.nextInt(6), 60 * model.layers().size());
      ExpertPolicy policy =
          new ExpertPolicy(1 + random.nextInt(2), 2, 2, random.nextInt(4), false, 0.05);
      ExpertLoad load = randomLoad(random, model.layers().size(), model.experts());
      ExpertResult result = placer.place(model, nodes, load, policy, ExpertPlacement.NONE);
      long room =
          nodes.stream().mapToLong(n -> Math.min(n.freeBytes() / (10 * MB), all(model))).sum();
      boolean fits = nodes.size() >= policy.minHomes() && room >= all(model) * policy.minHomes();
      assertThat(result instanceof Placed).as("seed %d", seed).isEqualTo(fits);
      if (result instanceof Placed placed) {
        assertSound(model, nodes, policy, placed, seed);
      }
    }
  }

  @Test
  void smallLayersComeCloseToTheBestThatThereIs() {
    double sum = 0;
    int runs = 0;
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ExpertModel model = model(1, 4 + random.nextInt(5), 1);
      List<ExpertNode> nodes = random(random, 2 + random.nextInt(2), 60);
      ExpertLoad load = randomLoad(random, 1, model.experts());
      double best = new BestPacking(model, nodes, load).millis();
      if (placer.place(model, nodes, load, ONE_HOME, ExpertPlacement.NONE)
          instanceof Placed placed) {
        assertThat(placed.tokenMillis()).as("seed %d", seed).isLessThanOrEqualTo(best * 4 / 3);
        sum += placed.tokenMillis() / best;
        runs++;
      } else {
        assertThat(best).isInfinite();
      }
    }
    assertThat(sum / runs).isLessThan(1.05);
  }

  private static void assertSound(
      ExpertModel model, List<ExpertNode> nodes, ExpertPolicy policy, Placed placed, long seed) {
    for (ExpertNode node : nodes) {
      assertThat(placed.placement().count(node.id()) * model.expertBytes())
          .as("seed %d, %s", seed, node.id())
          .isLessThanOrEqualTo(Math.max(0, node.freeBytes()));
    }
    for (int layer : model.layers()) {
      for (int expert = 0; expert < model.experts(); expert++) {
        assertThat(homes(placed, layer, expert))
            .as("seed %d", seed)
            .isGreaterThanOrEqualTo(policy.minHomes());
      }
    }
  }

  private static int homes(Placed placed, int layer, int expert) {
    return (int)
        placed.placement().homes().keySet().stream()
            .filter(node -> placed.placement().holds(node, layer, expert))
            .count();
  }

  private Placed placed(
      ExpertModel model, List<ExpertNode> nodes, ExpertLoad load, ExpertPolicy policy) {
    return (Placed) placer.place(model, nodes, load, policy, ExpertPlacement.NONE);
  }

  private Placed again(ExpertModel model, List<ExpertNode> nodes, ExpertLoad load, Placed before) {
    return (Placed) placer.place(model, nodes, load, ExpertPolicy.STANDARD, before.placement());
  }

  private String infeasible(ExpertModel model, List<ExpertNode> nodes, ExpertPolicy policy) {
    return ((Infeasible)
            placer.place(model, nodes, ExpertLoad.unknown(model), policy, ExpertPlacement.NONE))
        .message();
  }

  private static long all(ExpertModel model) {
    return (long) model.layers().size() * model.experts();
  }

  private static ExpertModel model(int layers, int experts, int active) {
    return new ExpertModel(
        "moe", IntStream.range(0, layers).boxed().toList(), experts, active, 10 * MB);
  }

  private static List<ExpertNode> nodes(int count, long megabytes) {
    return IntStream.range(0, count)
        .mapToObj(n -> new ExpertNode("n" + n, "cloud", megabytes * MB, 1))
        .toList();
  }

  private static List<ExpertNode> random(SplittableRandom random, int count, int megabytes) {
    List<ExpertNode> nodes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      nodes.add(
          new ExpertNode(
              "n" + n,
              "cloud",
              (megabytes / 3 + random.nextInt(megabytes)) * MB,
              0.5 + random.nextDouble()));
    }
    return nodes;
  }

  private static ExpertLoad load(long[] counts) {
    return new ExpertLoad(new long[][] {counts});
  }

  private static ExpertLoad randomLoad(SplittableRandom random, int layers, int experts) {
    long[][] counts = new long[layers][experts];
    for (long[] layer : counts) {
      for (int expert = 0; expert < experts; expert++) {
        layer[expert] = 1 + random.nextInt(100);
      }
    }
    return new ExpertLoad(counts);
  }
}
