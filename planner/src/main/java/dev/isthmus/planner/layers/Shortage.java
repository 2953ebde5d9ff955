package dev.isthmus.planner.layers;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says why there is no partition: the tightest constraint, in the words of who can change it. */
final class Shortage {

  private static final long MEGABYTE = 1_000_000;

  private final PartitionProblem problem;
  private final LayeredModel model;

  Shortage(PartitionProblem problem) {
    this.problem = problem;
    this.model = problem.model();
  }

  String sentence() {
    List<StageNode> ends = problem.nodes().stream().filter(problem::mayEnd).toList();
    if (ends.isEmpty()) {
      return model.name()
          + " needs a node "
          + problem.pin().map(site -> "at site " + site).orElse("")
          + "; there is none that takes work";
    }
    StageNode largest = largest(ends);
    int last = model.layers() - 1;
    if (model.bytes(0, 1) > largest.freeBytes() || model.layers() == 1) {
      return shortOf(0, 0, model.bytes(0, 1), ends);
    }
    if (model.bytes(last, last + 1) > largest.freeBytes()) {
      return shortOf(last, last, model.bytes(last, last + 1), ends);
    }
    return shortOf(0, last, model.bytes(0, last + 1), problem.nodes());
  }

  private String shortOf(int first, int last, long needed, List<StageNode> nodes) {
    StageNode largest = largest(nodes);
    String sites =
        nodes.stream().map(StageNode::site).distinct().sorted().collect(Collectors.joining(", "));
    String have =
        "the largest node has " + Math.max(0, largest.freeBytes()) / MEGABYTE + " MB free";
    if (nodes.size() > 1 && first != last) {
      have +=
          ", all "
              + nodes.size()
              + " together "
              + nodes.stream().mapToLong(node -> Math.max(0, node.freeBytes())).sum() / MEGABYTE
              + " MB";
    }
    return (first == last ? "layer " + first : "layers " + first + "–" + last)
        + " need "
        + (needed + MEGABYTE - 1) / MEGABYTE
        + " MB at site "
        + sites
        + "; "
        + have;
  }

  private static StageNode largest(List<StageNode> nodes) {
    return nodes.stream().max(Comparator.comparingLong(StageNode::freeBytes)).orElseThrow();
  }
}
