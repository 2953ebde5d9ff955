package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;

/**
 * Rows of a step on their way through experts of a layer.
 *
 * @param experts ascending
 * @param counts how many rows each of them has, at least one
 * @param rows [sum of counts, hidden], row-major from position 0: the rows of the first expert,
 *     then those of the second, …
 * @param weights [sum of counts]: by what the gate multiplies each row's result; empty where that
 *     is not known, as at a home of another node's
 */
public record ExpertRows(
    int layer, int[] experts, int[] counts, int hidden, FloatBuffer rows, FloatBuffer weights) {

  /** Rows whose weights are not known. */
  public ExpertRows(int layer, int[] experts, int[] counts, int hidden, FloatBuffer rows) {
    this(layer, experts, counts, hidden, rows, FloatBuffer.allocate(0));
  }

  /** Rows of all experts. */
  public int total() {
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    return total;
  }

  /**
   * Those of some of the experts, without their weights: who computes them needs none.
   *
   * @param which positions in {@link #experts}, ascending
   */
  public ExpertRows only(int[] which) {
    int[] ids = new int[which.length];
    int[] numbers = new int[which.length];
    int total = 0;
    for (int i = 0; i < which.length; i++) {
      ids[i] = experts[which[i]];
      numbers[i] = counts[which[i]];
      total += numbers[i];
    }
    FloatBuffer part = FloatBuffer.allocate(total * hidden);
    int at = 0;
    for (int expert : which) {
      part.put(at * hidden, rows, start(expert) * hidden, counts[expert] * hidden);
      at += counts[expert];
    }
    return new ExpertRows(layer, ids, numbers, hidden, part);
  }

  /**
   * Puts results of {@link #only} to where they belong in those of all.
   *
   * @param part [rows of which, hidden]
   * @param all [total, hidden]
   */
  public void place(int[] which, FloatBuffer part, FloatBuffer all) {
    int at = 0;
    for (int expert : which) {
      all.put(start(expert) * hidden, part, at * hidden, counts[expert] * hidden);
      at += counts[expert];
    }
  }

  /** First row of the expert at a position. */
  int start(int position) {
    int start = 0;
    for (int i = 0; i < position; i++) {
      start += counts[i];
    }
    return start;
  }
}
