package dev.isthmus.engine.runtime;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Guesses which experts come next. Counts how often an expert followed one of the layer before, and
 * how often it was used at all; older counts fade (EdgeMoE, 2308.14352, predicts the same from the
 * layers before).
 */
final class ExpertForecast {

  private static final double FADING = 0.995;

  private final Map<ExpertId, Map<ExpertId, Double>> followers = new HashMap<>();
  private final Map<ExpertId, Double> uses = new HashMap<>();
  private double weight = 1;
  private List<ExpertId> before = List.of();

  /** A layer's experts were used. */
  void used(List<ExpertId> now) {
    weight /= FADING;
    for (ExpertId id : now) {
      uses.merge(id, weight, Double::sum);
      for (ExpertId previous : before) {
        if (previous.layer() != id.layer()) {
          followers
              .computeIfAbsent(previous, any -> new HashMap<>())
              .merge(id, weight, Double::sum);
        }
      }
    }
    before = now;
  }

  /**
   * The experts that followed the last ones most often, most likely first.
   *
   * @param most how many at most
   */
  List<ExpertId> next(int most) {
    Map<ExpertId, Double> scores = new HashMap<>();
    for (ExpertId id : before) {
      followers
          .getOrDefault(id, Map.of())
          .forEach((follower, score) -> scores.merge(follower, score, Double::sum));
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<ExpertId, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How much an expert was used, lately above all. */
  double uses(ExpertId id) {
    return uses.getOrDefault(id, 0.0);
  }
}
