package dev.isthmus.planner.place;

import dev.isthmus.planner.experts.ExpertPlacement;
import dev.isthmus.planner.experts.ExpertRanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Homes of experts as placements, and back. */
final class ExpertHomes {

  private ExpertHomes() {}

  /** One placement for each node that holds some. */
  static List<Placement> placements(
      Fleet fleet, Demand demand, Precision precision, ExpertPlacement homes) {
    ModelNeeds model = demand.target().model();
    long each = model.experts().orElseThrow().bytes().get(precision);
    List<Placement> placements = new ArrayList<>();
    homes
        .homes()
        .forEach(
            (node, layers) ->
                placements.add(
                    new Placement(
                        demand.uid() + "/" + Role.EXPERTS.word() + "/" + node,
                        Role.EXPERTS,
                        node,
                        fleet.node(node).orElseThrow().site(),
                        model.digest(),
                        precision,
                        homes.count(node) * each,
                        0,
                        0,
                        0,
                        layers)));
    return placements;
  }

  /** What these placements hold of a model in a precision. */
  static ExpertPlacement of(List<Placement> placements, String digest, Precision precision) {
    SortedMap<String, SortedMap<Integer, ExpertRanges>> homes = new TreeMap<>();
    placements.stream()
        .filter(placement -> placement.role() == Role.EXPERTS)
        .filter(p -> p.modelDigest().equals(digest) && p.precision() == precision)
        .forEach(placement -> homes.put(placement.node(), placement.experts()));
    return new ExpertPlacement(homes);
  }

  /** Bytes of the experts that a home's node does not hold now. */
  static long missingBytes(List<Placement> now, Placement home) {
    ExpertPlacement held = of(now, home.modelDigest(), home.precision());
    long all = home.experts().values().stream().mapToLong(ExpertRanges::count).sum();
    long missing =
        home.experts().entrySet().stream()
            .mapToLong(
                layer ->
                    layer.getValue().stream()
                        .filter(expert -> !held.holds(home.node(), layer.getKey(), expert))
                        .count())
            .sum();
    return all == 0 ? 0 : home.weightBytes() / all * missing;
  }

  /** How many homes an expert has among these. */
  static long count(List<Placement> homes, int layer, int expert) {
    return homes.stream()
        .filter(home -> home.experts().getOrDefault(layer, ExpertRanges.NONE).contains(expert))
        .count();
  }

  /** Layers that have experts somewhere, ascending. */
  static SortedMap<Integer, List<Placement>> byLayer(List<Placement> homes) {
    SortedMap<Integer, List<Placement>> layers = new TreeMap<>();
    homes.forEach(
        home ->
            home.experts()
                .keySet()
                .forEach(
                    layer -> layers.computeIfAbsent(layer, it -> new ArrayList<>()).add(home)));
    return Collections.unmodifiableSortedMap(layers);
  }
}
