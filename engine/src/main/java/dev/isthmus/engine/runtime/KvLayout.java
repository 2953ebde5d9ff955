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

  static KvLayout of(Architecture model, StageRange range) {
    return new KvLayout(
        range.first(), range.layers(), model.kvHeads(), HeadWidth.of(model).padded());
  }

  /** Bytes of one token over all layers. */
  long bytesPerToken() {
    return 2L * layers * kvHeads * headDim * Float.BYTES;
  }

  /** The capacity class that holds so many tokens: 64, 96, 128, 192, 256, 384, … */
  static int capacity(int tokens) {
    int power = SMALLEST;
    while (power < tokens) {
      if (power / 2 * 3 >= tokens) {
        return power / 2 * 3;
      }
      power = Math.multiplyExact(power, 2);
    }
    return power;
  }
}
