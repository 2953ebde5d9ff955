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
    double p = sampling.topP();
    if (sampling.topK() > 0 && sampling.topK() < row.width()) {
      int kept = nucleus.size(sampling.topK(), temperature, p);
      return amongRanked(kept, headIds, temperature, key);
    }
    if (p == 1) {
      return amongAll(headIds, temperature, key);
    }
    int kept = nucleus.sizeIfSmall(temperature, p);
    if (kept > 0) {
      return amongRanked(kept, headIds, temperature, key);
    }
    // The best of all columns is the best of any part of them that holds it.
    int column = amongAll(headIds, temperature, key);
    return nucleus.surelyHolds(column, temperature, p)
        ? column
        : amongRanked(nucleus.sizeOfAll(temperature, p), headIds, temperature, key);
  }

  private int amongAll(int[] headIds, double temperature, long key) {
    begin();
    consider(row.best(), headIds, temperature, key);
    float[] values = row.values();
    double most = row.most();
    // A little nearer to 0 than 1 / T, so that a product with it is no less than the quotient.
    double slope = (1 / temperature) * (1 - 1e-12);
    int width = row.width();
    for (int i = 0; i < width; i++) {
      double highest = (values[i] - most) * slope;
      if (highest + GumbelNoise.MOST >= bestScore) {
        long bits = GumbelNoise.bits(key, headIds == null ? i : headIds[i]);
        if (highest + GumbelNoise.bound(bits) >= bestScore) {
          consider(i, headIds, temperature, key);
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
    double score = scaled + GumbelNoise.noise(bits);
    if (score > bestScore || (score == bestScore && column < bestColumn)) {
      bestScore = score;
      bestColumn = column;
    }
  }
}
