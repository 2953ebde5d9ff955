package dev.isthmus.engine.runtime;

import java.util.List;

/**
 * Where the windows of a step lie on its row axis. A window of one row takes two: kernels for one
 * row sum in another order, and a row's bits must not depend on how many there are. The second is a
 * copy whose KV lies past the session's end and is overwritten by its next step.
 *
 * @param starts first row of each window, and the end of the last
 */
record Packing(int[] starts) {

  private static final int FEWEST_ROWS = 2;

  static Packing of(List<Window> windows) {
    int[] starts = new int[windows.size() + 1];
    for (int w = 0; w < windows.size(); w++) {
      starts[w + 1] = starts[w] + padded(windows.get(w).rows());
    }
    return new Packing(starts);
  }

  /** Rows that a window of so many rows takes. */
  static int padded(int rows) {
    return Math.max(rows, FEWEST_ROWS);
  }

  int start(int window) {
    return starts[window];
  }

  /** Rows of a window, padding included. */
  int rows(int window) {
    return starts[window + 1] - starts[window];
  }

  /** Rows of the step. */
  int total() {
    return starts[starts.length - 1];
  }
}
