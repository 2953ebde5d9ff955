package dev.isthmus.engine.runtime;

import java.util.List;

/**
 * Where the windows of a step lie on its row axis, and which rows each of its attentions takes.
 *
 * <p>A row's bits must not depend on how many there are, but attention sums otherwise where a
 * single row is left: alone, or in the last tile of queries. There it gets its last row twice. The
 * copy's KV lies past the session's end and is overwritten by its next step.
 *
 * @param starts first row of each window, and the end of the last
 * @param tile rows of queries that attention takes at a time
 * @param total rows of the step; more than the windows' where the products need more
 */
record Packing(int[] starts, int tile, int total) {

  static Packing of(List<Window> windows, int tile, int fewestRows) {
    int[] starts = new int[windows.size() + 1];
    for (int w = 0; w < windows.size(); w++) {
      starts[w + 1] = starts[w] + windows.get(w).rows();
    }
    return new Packing(starts, tile, Math.max(starts[windows.size()], fewestRows));
  }

  int windows() {
    return starts.length - 1;
  }

  int start(int window) {
    return starts[window];
  }

  int rows(int window) {
    return starts[window + 1] - starts[window];
  }

  /** Rows of a window's attention. */
  int attended(int window) {
    return attended(rows(window), tile);
  }

  static int attended(int rows, int tile) {
    return rows % tile == 1 ? rows + 1 : rows;
  }

  /**
   * The step's row for each row of attention, slot after slot; idle slots attend one row.
   *
   * @param slots of the bucket that runs
   */
  int[] pack(int slots) {
    int count = slots - windows();
    for (int w = 0; w < windows(); w++) {
      count += attended(w);
    }
    int[] pack = new int[count];
    int at = 0;
    for (int w = 0; w < windows(); w++) {
      for (int row = 0; row < attended(w); row++) {
        pack[at++] = start(w) + Math.min(row, rows(w) - 1);
      }
    }
    return pack;
  }

  /** The row of attention for each of the step's rows. */
  int[] unpack() {
    int[] unpack = new int[total];
    int at = 0;
    for (int w = 0; w < windows(); w++) {
      for (int row = 0; row < rows(w); row++) {
        unpack[start(w) + row] = at + row;
      }
      at += attended(w);
    }
    return unpack;
  }
}
