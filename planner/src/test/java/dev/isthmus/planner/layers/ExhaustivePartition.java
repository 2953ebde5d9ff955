package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The judge: every order of nodes, every cut. For a handful of layers and nodes. */
final class ExhaustivePartition {

  private final PartitionProblem problem;
  private Optional<Partition> best = Optional.empty();

  ExhaustivePartition(PartitionProblem problem) {
    this.problem = problem;
  }

  Optional<Partition> solve() {
    extend(new ArrayList<>(), new ArrayList<>(), 0);
    return best;
  }

  private void extend(List<StageNode> nodes, List<Integer> ends, int covered) {
    int layers = problem.model().layers();
    if (covered == layers) {
      Partition whole = Partition.of(problem.model(), problem.hops(), nodes, ends);
      if (fits(whole)
          && (best.isEmpty()
              || whole.cost(problem.objective()) < best.get().cost(problem.objective()))) {
        best = Optional.of(whole);
      }
      return;
    }
    for (StageNode node : problem.nodes()) {
      boolean again = nodes.contains(node);
      boolean host = problem.pin().isPresent() && nodes.size() > 1 && nodes.get(0).equals(node);
      if (!again || host) {
        for (int end = again ? layers : covered + 1; end <= layers; end++) {
          nodes.add(node);
          ends.add(end);
          extend(nodes, ends, end);
          nodes.remove(nodes.size() - 1);
          ends.remove(ends.size() - 1);
        }
      }
    }
  }

  private boolean fits(Partition partition) {
    List<Stage> stages = partition.stages();
    return problem.nodes().stream()
            .allMatch(
                node ->
                    stages.stream()
                            .filter(stage -> stage.node().equals(node))
                            .mapToLong(Stage::bytes)
                            .sum()
                        <= node.freeBytes())
        && problem.mayEnd(stages.get(0).node())
        && problem.mayEnd(stages.get(stages.size() - 1).node());
  }
}
