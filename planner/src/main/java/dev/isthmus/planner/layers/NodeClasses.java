package dev.isthmus.planner.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes with equal ones collapsed: which of them takes a stage makes no difference, so sets of used
 * nodes become counts per class.
 */
final class NodeClasses {

  private record Likeness(String site, long freeBytes, double layerMillis, double headMillis) {}

  private final List<List<StageNode>> members;

  /**
   * @param most stages that there can be: more equals than that are never used
   */
  NodeClasses(List<StageNode> nodes, int most) {
    Map<Likeness, List<StageNode>> byLikeness = new LinkedHashMap<>();
    for (StageNode node : nodes) {
      byLikeness
          .computeIfAbsent(
              new Likeness(node.site(), node.freeBytes(), node.layerMillis(), node.headMillis()),
              likeness -> new ArrayList<>())
          .add(node);
    }
    this.members =
        byLikeness.values().stream()
            .map(all -> all.subList(0, Math.min(most, all.size())))
            .toList();
  }

  int size() {
    return members.size();
  }

  /** Any of a class: all are alike. */
  StageNode one(int kind) {
    return members.get(kind).get(0);
  }

  int count(int kind) {
    return members.get(kind).size();
  }

  StageNode member(int kind, int n) {
    return members.get(kind).get(n);
  }

  /** Distinct sets of used nodes, or {@code limit} where there are that many or more. */
  int usedSets(int limit) {
    long sets = 1;
    for (List<StageNode> kind : members) {
      sets *= kind.size() + 1;
      if (sets >= limit) {
        return limit;
      }
    }
    return (int) sets;
  }
}
