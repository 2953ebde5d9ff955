package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;

/**
 * Sends rows of one layer around experts that are lost: to those that score highest of the rest, in
 * the order of their scores, with the weights that the gate gave these.
 */
final class Detour {

  private final LongBuffer chosen;
  private final FloatBuffer weights;
  private final FloatBuffer probabilities;
  private final int rows;
  private final int active;
  private final int count;

  /**
   * @param chosen [rows, active]: each row's experts by rank; changed in place
   * @param weights [rows, active]: their probabilities; changed in place
   * @param probabilities [rows, count]: of all experts of the layer
   * @param active experts of a row
   */
  Detour(
      LongBuffer chosen,
      FloatBuffer weights,
      FloatBuffer probabilities,
      int rows,
      int active,
      int count) {
    this.chosen = chosen;
    this.weights = weights;
    this.probabilities = probabilities;
    this.rows = rows;
    this.active = active;
    this.count = count;
  }

  /**
   * Chooses anew for each row that has a lost expert. Where fewer are left than a row has ranks,
   * the ranks without one get the best of the rest once more, with weight 0.
   *
   * @param lost at least one expert must not be
   * @return the rows that were changed
   */
  BitSet around(BitSet lost) {
    BitSet changed = new BitSet();
    for (int row = 0; row < rows && !lost.isEmpty(); row++) {
      if (needs(row, lost)) {
        choose(row, lost);
        changed.set(row);
      }
    }
    return changed;
  }

  private boolean needs(int row, BitSet lost) {
    for (int rank = 0; rank < active; rank++) {
      if (lost.get((int) chosen.get(row * active + rank))) {
        return true;
      }
    }
    return false;
  }

  private void choose(int row, BitSet lost) {
    BitSet taken = (BitSet) lost.clone();
    int first = best(row, taken);
    for (int rank = 0; rank < active; rank++) {
      int expert = best(row, taken);
      int at = row * active + rank;
      chosen.put(at, expert < 0 ? first : expert);
      weights.put(at, expert < 0 ? 0 : probabilities.get(row * count + expert));
      if (expert >= 0) {
        taken.set(expert);
      }
    }
  }

  /** The highest of those that are not taken, the lower one of two equals; -1 without any. */
  private int best(int row, BitSet taken) {
    int best = -1;
    for (int expert = taken.nextClearBit(0);
        expert < count;
        expert = taken.nextClearBit(expert + 1)) {
      if (best < 0
          || probabilities.get(row * count + expert) > probabilities.get(row * count + best)) {
        best = expert;
      }
    }
    return best;
  }
}
