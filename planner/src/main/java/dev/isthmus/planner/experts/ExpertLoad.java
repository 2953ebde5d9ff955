package dev.isthmus.planner.experts;

import java.util.Arrays;

/**
 * How often each expert was chosen, as agents counted it.
 *
 * @param counts by layer, in the model's order of them, and expert; all 0 in a layer where nothing
 *     was counted yet: then all are taken to be equal
 */
public record ExpertLoad(long[][] counts) {

  public ExpertLoad {
    counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  public static ExpertLoad unknown(ExpertModel model) {
    return new ExpertLoad(new long[model.layers().size()][model.experts()]);
  }

  /** Rows that a token sends to each expert of a layer, on average; they add up to active ones. */
  double[] rows(int layer, int activePerToken) {
    long[] seen = counts[layer];
    double all = Arrays.stream(seen).sum();
    double[] rows = new double[seen.length];
    for (int expert = 0; expert < seen.length; expert++) {
      rows[expert] = activePerToken * (all == 0 ? 1.0 / seen.length : seen[expert] / all);
    }
    return rows;
  }
}
