package dev.isthmus.engine.sample;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One row of logits, copied out of its buffer, with its columns in order of their logits as far as
 * was asked for. Scratch: reused for row after row. Not thread-safe.
 */
final class LogitRow {

  // How far below the maximum the first columns are looked for: a few in most rows.
  private static final float FIRST_REACH = 4;

  // Beyond it everything is looked for.
  private static final float MOST_REACH = 1000;

  private float[] values = new float[0];
  private int width;
  private int best;

  private long[] ranked = new long[0];
  private int rankedCount;
  private float reach;

  /**
   * @throws IllegalArgumentException where a logit is NaN or +infinity, or all are -infinity
   */
  void load(FloatBuffer logits, int row, int columns) {
    if (values.length < columns) {
      values = new float[columns];
      ranked = new long[columns];
    }
    width = columns;
    rankedCount = 0;
    reach = 0;
    logits.get(row * columns, values, 0, columns);
    best = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < columns; i++) {
      float value = values[i];
      // Not "value > most", which would pass over a NaN.
      if (!(value <= most)) {
        most = value;
        best = i;
        if (!(value < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "logits row "
                  + row
                  + ", column "
                  + i
                  + " is "
                  + value
                  + "; the model's output is broken");
        }
      }
    }
    if (most == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "logits row " + row + " holds no finite value in " + columns + " columns");
    }
  }

  int width() {
    return width;
  }

  /** Column of the largest logit, the lowest of equals. */
  int best() {
    return best;
  }

  float most() {
    return values[best];
  }

  float value(int column) {
    return values[column];
  }

  /** The values themselves, for loops over all of them; only the first {@link #width} count. */
  float[] values() {
    return values;
  }

  /** How many columns are in order now. */
  int rankedCount() {
    return rankedCount;
  }

  /** The column of a rank below {@link #rankedCount}: by logit, ties to the lower column. */
  int ranked(int rank) {
    return (int) ranked[rank];
  }

  /**
   * Puts further columns in order.
   *
   * @param limit most columns to have in order
   * @return false where that would be more, or all columns are in order already
   */
  boolean rankMore(int limit) {
    if (rankedCount == width) {
      return false;
    }
    float further = reach;
    float least;
    int count;
    do {
      further = further == 0 ? FIRST_REACH : further * 2;
      least = further > MOST_REACH ? Float.NEGATIVE_INFINITY : most() - further;
      count = countFrom(least);
    } while (count == rankedCount);
    if (count > limit) {
      return false;
    }
    reach = further;
    rankFrom(least);
    return true;
  }

  /** Puts at least so many columns in order, or all that there are. */
  void rankAtLeast(int count) {
    while (rankedCount < count && rankMore(width)) {
      // Each turn reaches further down.
    }
  }

  private int countFrom(float least) {
    int count = 0;
    for (int i = 0; i < width; i++) {
      count += values[i] >= least ? 1 : 0;
    }
    return count;
  }

  private void rankFrom(float least) {
    rankedCount = 0;
    for (int i = 0; i < width; i++) {
      if (values[i] >= least) {
        ranked[rankedCount++] = key(values[i], i);
      }
    }
    Arrays.sort(ranked, 0, rankedCount);
  }

  /** Ascending keys are descending logits, and ascending columns among equals. */
  private static long key(float value, int column) {
    // Adding 0 makes -0 and 0 equal.
    int bits = Float.floatToRawIntBits(value + 0.0f);
    int ascending = bits ^ ((bits >> 31) & 0x7fffffff);
    return ((long) ~ascending << 32) | column;
  }
}
