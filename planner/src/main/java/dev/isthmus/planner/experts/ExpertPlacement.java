package dev.isthmus.planner.experts;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds which experts.
 *
 * @param homes by node and layer number; a node or layer without experts is absent
 */
public record ExpertPlacement(SortedMap<String, SortedMap<Integer, ExpertRanges>> homes) {

  public static final ExpertPlacement NONE = new ExpertPlacement(new TreeMap<>());

  public ExpertPlacement {
    SortedMap<String, SortedMap<Integer, ExpertRanges>> copy = new TreeMap<>();
    homes.forEach(
        (node, layers) -> copy.put(node, Collections.unmodifiableSortedMap(new TreeMap<>(layers))));
    homes = Collections.unmodifiableSortedMap(copy);
  }

  public boolean holds(String node, int layer, int expert) {
    return homes
        .getOrDefault(node, Collections.emptySortedMap())
        .getOrDefault(layer, ExpertRanges.NONE)
        .contains(expert);
  }

  /** Experts on a node, over all layers. */
  public int count(String node) {
    Map<Integer, ExpertRanges> layers = homes.getOrDefault(node, Collections.emptySortedMap());
    return layers.values().stream().mapToInt(ExpertRanges::count).sum();
  }
}
