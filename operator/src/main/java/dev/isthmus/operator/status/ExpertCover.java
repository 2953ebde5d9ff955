package dev.isthmus.operator.status;

import dev.isthmus.planner.experts.ExpertRanges;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Role;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which experts of a plan have a live home. */
final class ExpertCover {

  private final List<Placement> homes;
  private final Predicate<Placement> isReady;

  ExpertCover(List<Placement> placements, Predicate<Placement> isReady) {
    this.homes = placements.stream().filter(placement -> placement.role() == Role.EXPERTS).toList();
    this.isReady = isReady;
  }

  /** False where the plan's experts lie with their layers. */
  boolean concerns() {
    return !homes.isEmpty();
  }

  /** "layer 0: 3-4; layer 1: 3-4", empty where every expert has a home that serves. */
  String missing() {
    SortedMap<Integer, BitSet> missing = new TreeMap<>();
    homes.forEach(home -> home.experts().forEach((layer, experts) -> add(missing, layer, experts)));
    homes.stream()
        .filter(isReady)
        .forEach(
            home ->
                home.experts()
                    .forEach((layer, held) -> held.stream().forEach(missing.get(layer)::clear)));
    return missing.entrySet().stream()
        .filter(layer -> !layer.getValue().isEmpty())
        .map(layer -> "layer " + layer.getKey() + ": " + ExpertRanges.of(layer.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** "3 homes hold 10 experts of 2 layers" */
  String all() {
    Map<Integer, BitSet> held = new TreeMap<>();
    homes.forEach(home -> home.experts().forEach((layer, experts) -> add(held, layer, experts)));
    int experts = held.values().stream().mapToInt(BitSet::cardinality).sum();
    return "%d %s %d experts of %d layers"
        .formatted(
            homes.size(), homes.size() == 1 ? "home holds" : "homes hold", experts, held.size());
  }

  private static void add(Map<Integer, BitSet> sets, int layer, ExpertRanges experts) {
    experts.stream().forEach(sets.computeIfAbsent(layer, it -> new BitSet())::set);
  }
}
