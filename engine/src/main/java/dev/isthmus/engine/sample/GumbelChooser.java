package dev.isthmus.engine.sample;

import java.nio.FloatBuffer;

/**
 * Drafter-invariant choice (Daliri, Musco, Suresh 2024, 2408.07978): {@code argmax_v ((logit_v -
 * max) / T + G(seed, position, v))} over what top-k and then top-p leave, ties to the lower id. T =
 * 0 is plain argmax.
 *
 * <p>Noise is computed only where it could decide: a token whose logit and the bound of its noise
 * do not reach the best score so far cannot win, and the bound takes no logarithm. The result is
 * that of computing everything.
 */
public final class GumbelChooser implements TokenChooser {

  private final LogitRow row = new LogitRow();
  private final Nucleus nucleus = new Nucleus(row);

  private double bestScore;
  private int bestColumn;

  @Override
  public int choose(
      FloatBuffer logits, int index, int width, int[] headIds, Sampling sampling, long position) {
    row.load(logits, index, width);
    int column = column(headIds, sampling, position);
    return headIds == null ? column : headIds[column];
  }

  private int column(int[] headIds, Sampling sampling, long position) {
    double temperature = sampling.temperature();
    if (temperature == 0 || sampling.topK() == 1) {
      return row.best();
    }
    long key = GumbelNoise.key(sampling.seed(), position);
    boolean all = sampling.topK() == 0 || sampling.topK() >= row.width();
    if (all) {
      // The best of all tokens is the best of any part of them that holds it.
      int column = amongAll(headIds, temperature, key);
      if (sampling.topP() == 1 || nucleus.surelyHolds(column, temperature, sampling.topP())) {
        return column;
      }
    }
    int kept =
        all
            ? nucleus.sizeOfAll(temperature, sampling.topP())
            : nucleus.size(sampling.topK(), temperature, sampling.topP());
    return amongRanked(kept, headIds, temperature, key);
  }

  private int amongAll(int[] headIds, double temperature, long key) {
    begin();
    consider(row.best(), headIds, temperature, key);
    float[] values = row.values();
    int width = row.width();
    double most = row.most();
    double cutoff = cutoff(most, temperature);
    double scoreThen = bestScore;
    for (int i = 0; i < width; i++) {
      if (values[i] >= cutoff) {
        consider(i, headIds, temperature, key);
        if (bestScore > scoreThen) {
          scoreThen = bestScore;
          cutoff = cutoff(most, temperature);
        }
      }
    }
    return bestColumn;
  }

  private int amongRanked(int kept, int[] headIds, double temperature, long key) {
    begin();
    for (int rank = 0; rank < kept; rank++) {
      consider(row.ranked(rank), headIds, temperature, key);
    }
    return bestColumn;
  }

  private void begin() {
    bestScore = Double.NEGATIVE_INFINITY;
    bestColumn = Integer.MAX_VALUE;
  }

  private void consider(int column, int[] headIds, double temperature, long key) {
    double scaled = (row.value(column) - (double) row.most()) / temperature;
    long bits = GumbelNoise.bits(key, headIds == null ? column : headIds[column]);
    if (scaled + GumbelNoise.bound(bits) < bestScore) {
      return;
    }
    double score = scaled + GumbelNoise.noise(bits);
    if (score > bestScore || (score == bestScore && column < bestColumn)) {
      bestScore = score;
      bestColumn = column;
    }
  }

  /** Below it not even the largest noise reaches the best score; a little slack for rounding. */
  private double cutoff(double most, double temperature) {
    double reach = (bestScore - GumbelNoise.MOST) * temperature;
    return most + reach - 1e-9 * (Math.abs(most) + Math.abs(reach));
  }
}
