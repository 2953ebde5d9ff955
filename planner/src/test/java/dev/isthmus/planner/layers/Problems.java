package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Random problems, the same for the same seed. */
final class Problems {

  private Problems() {}

  /** One small enough for the judge. */
  static PartitionProblem small(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return make(random, 1 + random.nextInt(6), 1 + random.nextInt(4), 1 + random.nextInt(3));
  }

  static PartitionProblem make(SplittableRandom random, int layers, int nodes, int sites) {
    long[] bytes = new long[layers];
    for (int i = 0; i < layers; i++) {
      bytes[i] = 50 + random.nextInt(100);
    }
    LayeredModel model = new LayeredModel("m", bytes, random.nextInt(200), random.nextInt(200));
    long average = model.bytes(0, layers) / nodes;
    List<StageNode> all = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      boolean twin = n > 0 && random.nextInt(4) == 0;
      StageNode other = twin ? all.get(n - 1) : null;
      all.add(
          new StageNode(
              "n" + n,
              twin ? other.site() : "s" + random.nextInt(sites),
              twin ? other.freeBytes() : average / 2 + random.nextLong(3 * average + 1),
              twin ? other.layerMillis() : 0.5 + random.nextInt(40) / 10.0,
              twin ? other.headMillis() : random.nextInt(30) / 10.0));
    }
    Objective objective = random.nextBoolean() ? Objective.LATENCY : Objective.THROUGHPUT;
    Optional<String> pin = random.nextInt(4) == 0 ? Optional.of("s0") : Optional.empty();
    return new PartitionProblem(model, all, new Distances(1 + random.nextInt(20)), objective, pin);
  }

  /**
   * A fleet: sites of one kind of machine each, with some spread; small ones at the edge, large
   * ones in the cloud. The model needs a handful of them, or some dozens.
   */
  static PartitionProblem fleet(long seed, int nodes, int sites, int layers) {
    SplittableRandom random = new SplittableRandom(seed);
    long layerBytes = 50_000_000 + random.nextLong(400_000_000);
    LayeredModel model =
        LayeredModel.uniform("m", layers, layerBytes, layerBytes * 2, layerBytes * 2);
    List<StageNode> all = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      int site = n % sites;
      boolean cloud = site % 5 == 0;
      double held = cloud ? 4 + random.nextInt(16) : 1 + random.nextInt(6);
      all.add(
          new StageNode(
              "n" + n,
              "s" + site,
              (long) (held * layerBytes),
              (cloud ? 1 : 4) * (0.5 + random.nextDouble()),
              1));
    }
    Objective objective = random.nextBoolean() ? Objective.LATENCY : Objective.THROUGHPUT;
    return new PartitionProblem(model, all, new Distances(2), objective, Optional.empty());
  }

  /** Sites on a line. */
  record Distances(int millisApart) implements Hops {

    @Override
    public double statesMillis(String from, String to) {
      return 0.3 + millisApart * apart(from, to);
    }

    @Override
    public double occupiedMillis(String from, String to) {
      return 0.1 + 2 * apart(from, to);
    }

    @Override
    public double idsMillis(String from, String to) {
      return 0.2 + millisApart * apart(from, to);
    }

    private static int apart(String from, String to) {
      return Math.abs(number(from) - number(to));
    }

    private static int number(String site) {
      return Integer.parseInt(site.substring(1));
    }
  }
}
