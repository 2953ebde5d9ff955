package dev.isthmus.engine.runtime;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.HeadWidth;

/**
 * Shape of a stage's keys and values.
 *
 * @param first the stage's first layer
 */
record KvLayout(int first, int layers, int kvHeads, int headDim) {

  /** Smallest capacity of a block, in tokens. */
  static final int SMALLEST = 64;

  private static final int STEP = 16;

  static KvLayout of(Architecture model, StageRange range) {
    return new KvLayout(
        range.first(), range.layers(), model.kvHeads(), HeadWidth.of(model).padded());
  }

  /** Bytes of one token over all layers. */
  long bytesPerToken() {
    return 2L * layers * kvHeads * headDim * Float.BYTES;
  }

  /**
   * Capacity for so many tokens: 64, 96, 128, 192, 256, 384, … but no more than the session may
   * reach. One more than asked for, for the row that pads a window.
   *
   * @param limit most tokens of the session
   */
  static int capacity(int tokens, int limit) {
    int most = (limit + 1 + STEP - 1) / STEP * STEP;
    int power = SMALLEST;
    while (power < tokens + 1) {
      if (power / 2 * 3 >= tokens + 1) {
        return Math.min(most, power / 2 * 3);
      }
      power = Math.multiplyExact(power, 2);
    }
    return Math.min(most, power);
  }
}
