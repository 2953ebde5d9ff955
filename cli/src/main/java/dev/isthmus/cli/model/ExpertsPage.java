package dev.isthmus.cli.model;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Experts;
import dev.isthmus.engine.measure.WeightSizes;
import java.util.List;
import java.util.Map;

/**
 * What a model's experts are.
 *
 * @param layers how many layers have them
 * @param normalised whether the weights of a token's experts add up to one
 * @param sharedFeedForward width of the expert that every token goes through, 0 where there is none
 * @param sharedGated whether that one has a gate of its own
 * @param weightMegabytesWithout about what the model takes without its routed experts, by precision
 * @param weightKilobytesEach about what one expert of one layer takes, by precision
 */
public record ExpertsPage(
    int layers,
    int count,
    int active,
    int feedForward,
    boolean normalised,
    int sharedFeedForward,
    boolean sharedGated,
    Map<String, Long> weightMegabytesWithout,
    Map<String, Long> weightKilobytesEach) {

  /** Null for a dense model. */
  static ExpertsPage of(Architecture shape, WeightSizes sizes) {
    Experts experts = shape.experts();
    if (experts == null) {
      return null;
    }
    Experts.Shared shared = experts.shared();
    return new ExpertsPage(
        experts.layers().size(),
        experts.count(),
        experts.active(),
        experts.intermediate(),
        experts.normalised(),
        shared == null ? 0 : shared.intermediate(),
        shared != null && shared.gated(),
        ModelFactsPage.megabytes(sizes::bytesWithoutExperts),
        ModelFactsPage.megabytes(precision -> 1000 * sizes.expertBytes(precision)));
  }

  /** For a person. */
  List<String> lines() {
    String shared =
        sharedFeedForward == 0
            ? ""
            : ", one of %d for all tokens%s"
                .formatted(sharedFeedForward, sharedGated ? " behind a gate" : "");
    return List.of(
        "experts     %d in each of %d layers, %d of them for a token, feed-forward %d%s"
            .formatted(count, layers, active, feedForward, shared),
        "            each about %s"
            .formatted(ModelFactsPage.listed(weightKilobytesEach).replace("MB", "kB")));
  }
}
