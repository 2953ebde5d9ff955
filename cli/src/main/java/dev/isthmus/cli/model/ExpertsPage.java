package dev.isthmus.cli.model;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Experts;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.protocol.experts.ExpertRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a model's experts are.
 *
 * @param layers how many layers have them
 * @param normalised whether the weights of a token's experts add up to one
 * @param sharedFeedForward width of the expert that every token goes through, 0 where there is none
 * @param sharedGated whether that one has a gate of its own
 * @param weightMegabytesWithout about what the model takes without its routed experts, by precision
 * @param weightKilobytesEach about what one expert of one layer takes, by precision
 * @param narrow experts that get 4 bits a weight in int4 whatever the files have, by layer
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
    Map<String, Long> weightKilobytesEach,
    Map<Integer, String> narrow) {

  /** Null for a dense model. */
  static ExpertsPage of(Architecture shape, WeightSizes sizes, SortedSet<ExpertId> narrow) {
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
        ModelFactsPage.megabytes(precision -> 1000 * sizes.expertBytes(precision)),
        ranges(narrow));
  }

  private static Map<Integer, String> ranges(SortedSet<ExpertId> experts) {
    Map<Integer, String> ranges = new TreeMap<>();
    ExpertId.byLayer(experts)
        .forEach((layer, some) -> ranges.put(layer, ExpertRanges.format(some)));
    return ranges;
  }

  /** For a person. */
  List<String> lines() {
    String shared =
        sharedFeedForward == 0
            ? ""
            : ", one of %d for all tokens%s"
                .formatted(sharedFeedForward, sharedGated ? " behind a gate" : "");
    List<String> lines = new ArrayList<>();
    lines.add(
        "experts     %d in each of %d layers, %d of them for a token, feed-forward %d%s"
            .formatted(count, layers, active, feedForward, shared));
    lines.add(
        "            each about %s"
            .formatted(ModelFactsPage.listed(weightKilobytesEach).replace("MB", "kB")));
    narrow.forEach(
        (layer, some) -> lines.add("            in 4 bits in layer %d: %s".formatted(layer, some)));
    return lines;
  }
}
