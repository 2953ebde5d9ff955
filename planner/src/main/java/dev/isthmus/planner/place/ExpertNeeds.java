package dev.isthmus.planner.place;

import dev.isthmus.planner.experts.ExpertModel;
import java.util.List;
import java.util.Map;

/**
 * The experts of a model.
 *
 * @param layers numbers of the layers that have them, ascending, at least one
 * @param count of each such layer
 * @param active how many of them a token goes through
 * @param bytes of one expert of one layer, by precision
 */
public record ExpertNeeds(List<Integer> layers, int count, int active, Map<Precision, Long> bytes) {

  public ExpertNeeds {
    layers = List.copyOf(layers);
    bytes = Map.copyOf(bytes);
  }

  long allBytes(Precision precision) {
    return (long) layers.size() * count * bytes.get(precision);
  }

  ExpertModel in(Precision precision, String name) {
    return new ExpertModel(name, layers, count, active, bytes.get(precision));
  }
}
