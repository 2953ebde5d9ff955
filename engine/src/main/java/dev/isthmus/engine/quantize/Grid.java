package dev.isthmus.engine.quantize;

import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.Tensor;

/** How a tensor's weights become integers: on the file's own grid, or rounded to a new one. */
public interface Grid {

  /** 4 or 8. */
  int bits();

  /**
   * Whether weights are multiples of the scale around the middle code, so that offsets say nothing.
   */
  boolean centred();

  /** Reads row {@code row} of [out, in]. */
  void read(Tensor tensor, long row, RowCodes into);

  /**
   * The grid for a type.
   *
   * @param fewest bits that may be used where the file has no more
   */
  static Grid of(BlockType type, int fewest) {
    if (fewest == 4) {
      switch (type) {
        case Q4_0:
          return new FlatGrid(false);
        case Q4_1:
          return new FlatGrid(true);
        case Q4_K:
          return new SuperGrid();
        default:
          break;
      }
    }
    return type == BlockType.Q8_0 ? new ByteGrid() : new RoundedGrid();
  }
}
