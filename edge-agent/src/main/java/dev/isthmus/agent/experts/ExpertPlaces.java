package dev.isthmus.agent.experts;

import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.protocol.experts.ExpertRanges;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.LayerExperts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which homes an expert has, as assigned. */
public final class ExpertPlaces {

  private final Map<ExpertId, List<ExpertHome>> homes = new HashMap<>();

  ExpertPlaces(ExpertSpread spread) {
    for (ExpertHome home : spread.getHomesList()) {
      for (ExpertId id : held(home)) {
        homes.computeIfAbsent(id, any -> new ArrayList<>()).add(home);
      }
    }
  }

  /** In the order of the assignment; empty where it has none. */
  List<ExpertHome> of(ExpertId id) {
    return homes.getOrDefault(id, List.of());
  }

  /** Whether any expert of a layer has a home of some kind. */
  boolean anyOf(int layer, Predicate<ExpertHome> kind) {
    return homes.entrySet().stream()
        .filter(entry -> entry.getKey().layer() == layer)
        .anyMatch(entry -> entry.getValue().stream().anyMatch(kind));
  }

  /** The experts of one home. */
  public static SortedSet<ExpertId> held(ExpertHome home) {
    return ids(home.getLayersList());
  }

  /**
   * Experts as records name them.
   *
   * @throws IllegalArgumentException where ranges are not written as they should be
   */
  public static SortedSet<ExpertId> ids(List<LayerExperts> layers) {
    SortedSet<ExpertId> ids = new TreeSet<>();
    for (LayerExperts layer : layers) {
      for (int expert : ExpertRanges.parse(layer.getExperts())) {
        ids.add(new ExpertId(layer.getLayer(), expert));
      }
    }
    return ids;
  }

  /** The other way round, layer by layer. */
  public static List<LayerExperts> layers(SortedSet<ExpertId> ids) {
    return ExpertId.byLayer(ids).entrySet().stream()
        .map(
            layer ->
                LayerExperts.newBuilder()
                    .setLayer(layer.getKey())
                    .setExperts(ExpertRanges.format(layer.getValue()))
                    .build())
        .toList();
  }
}
