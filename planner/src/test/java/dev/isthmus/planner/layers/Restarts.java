package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * The judge of the heuristic: climbs from random sequences of nodes, again and again, and keeps the
 * best that it ever saw. Slow and unbiased.
 */
final class Restarts {

  private static final int PATIENCE = 300;

  private final PartitionProblem problem;
  private final SplittableRandom random;
  private final SequenceCuts cuts;

  Restarts(PartitionProblem problem, long seed) {
    this.problem = problem;
    this.random = new SplittableRandom(seed);
    this.cuts = new SequenceCuts(problem);
  }

  /** Cost of the best that was found until told to stop; infinite where nothing fitted. */
  double best(BooleanSupplier goOn) {
    double best = Double.POSITIVE_INFINITY;
    while (goOn.getAsBoolean()) {
      best = Math.min(best, climb(goOn));
    }
    return best;
  }

  private double climb(BooleanSupplier goOn) {
    List<StageNode> at = start();
    double cost = cost(at);
    for (int idle = 0; idle < PATIENCE && goOn.getAsBoolean(); idle++) {
      List<StageNode> next = changed(at);
      double then = cost(next);
      if (then < cost) {
        at = next;
        cost = then;
        idle = 0;
      }
    }
    return cost;
  }

  /** Random nodes, now and then from one site on, until together they hold the model. */
  private List<StageNode> start() {
    long needed = problem.model().bytes(0, problem.model().layers());
    List<StageNode> left = new ArrayList<>(problem.nodes());
    List<StageNode> taken = new ArrayList<>();
    boolean near = random.nextBoolean();
    while (needed > 0 && !left.isEmpty()) {
      StageNode pick = left.get(random.nextInt(left.size()));
      for (int again = 0; near && again < 8 && !taken.isEmpty(); again++) {
        if (pick.site().equals(taken.get(0).site())) {
          break;
        }
        pick = left.get(random.nextInt(left.size()));
      }
      left.remove(pick);
      taken.add(pick);
      needed -= pick.freeBytes() * 9 / 10;
    }
    return taken;
  }

  private List<StageNode> changed(List<StageNode> from) {
    List<StageNode> next = new ArrayList<>(from);
    StageNode other = problem.nodes().get(random.nextInt(problem.nodes().size()));
    int place = random.nextInt(next.size());
    switch (random.nextInt(4)) {
      case 0 -> {
        if (next.size() > 1) {
          next.remove(place);
        }
      }
      case 1 -> {
        if (!next.contains(other)) {
          next.add(place, other);
        }
      }
      case 2 -> {
        if (!next.contains(other)) {
          next.set(place, other);
        }
      }
      default -> next.add(random.nextInt(next.size()), next.remove(place));
    }
    return next;
  }

  private double cost(List<StageNode> nodes) {
    if (!problem.mayEnd(nodes.get(0)) || !problem.mayEnd(nodes.get(nodes.size() - 1))) {
      return Double.POSITIVE_INFINITY;
    }
    Optional<Partition> cut = cuts.best(nodes);
    return cut.map(partition -> partition.cost(problem.objective()))
        .orElse(Double.POSITIVE_INFINITY);
  }
}
