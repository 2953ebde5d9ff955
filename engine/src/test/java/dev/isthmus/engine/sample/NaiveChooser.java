package dev.isthmus.engine.sample;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The definition written down: every token, every logarithm, no pruning. */
final class NaiveChooser implements TokenChooser {

  @Override
  public int choose(
      FloatBuffer logits, int row, int width, int[] headIds, Sampling sampling, long position) {
    double most =
        IntStream.range(0, width).mapToDouble(i -> logits.get(row * width + i)).max().orElseThrow();
    List<Candidate> order =
        IntStream.range(0, width)
            .mapToObj(
                i ->
                    new Candidate(
                        headIds == null ? i : headIds[i],
                        logits.get(row * width + i),
                        (logits.get(row * width + i) - most) / sampling.temperature()))
            .sorted(
                Comparator.comparingDouble((Candidate c) -> -c.logit())
                    .thenComparingInt(Candidate::id))
            .toList();
    if (sampling.temperature() == 0) {
      return order.get(0).id();
    }
    List<Candidate> kept = topP(topK(order, sampling.topK()), sampling.topP());
    return kept.stream()
        .max(
            Comparator.comparingDouble((Candidate c) -> c.score(sampling.seed(), position))
                .thenComparing(Candidate::id, Comparator.reverseOrder()))
        .orElseThrow()
        .id();
  }

  private static List<Candidate> topK(List<Candidate> order, int k) {
    return k == 0 ? order : order.subList(0, Math.min(k, order.size()));
  }

  private static List<Candidate> topP(List<Candidate> order, double p) {
    double total = order.stream().mapToDouble(c -> StrictMath.exp(c.scaled())).sum();
    double sum = 0;
    int kept = 0;
    while (kept < order.size() && (p == 1 || sum < p * total)) {
      sum += StrictMath.exp(order.get(kept++).scaled());
    }
    return order.subList(0, kept);
  }

  private record Candidate(int id, float logit, double scaled) {
    double score(long seed, long position) {
      return scaled + GumbelNoise.at(seed, position, id);
    }
  }
}
