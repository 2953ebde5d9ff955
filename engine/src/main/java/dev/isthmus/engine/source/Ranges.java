package dev.isthmus.engine.source;

import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The byte ranges of a file's tensors: each inside the file, none over another. */
public final class Ranges {

  private record Range(String tensor, long begin, long end) {}

  private final String file;
  private final List<Range> ranges = new ArrayList<>();

  public Ranges(String file) {
    this.file = file;
  }

  /**
   * @param size bytes that tensors may lie in
   */
  public void add(String tensor, long begin, long end, long size) {
    if (begin < 0 || end < begin || end > size) {
      throw new ModelRefusedException(
          end > size && begin >= 0 ? Reason.TRUNCATED : Reason.MALFORMED,
          file
              + ": tensor "
              + tensor
              + " lies at bytes "
              + begin
              + " to "
              + end
              + " of "
              + size
              + "; it must lie inside. The file is incomplete or broken; fetch it again.");
    }
    ranges.add(new Range(tensor, begin, end));
  }

  /** Refuses ranges that overlap. */
  public void check() {
    ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
    for (int i = 1; i < ranges.size(); i++) {
      Range before = ranges.get(i - 1);
      Range range = ranges.get(i);
      if (range.begin() < before.end()) {
        throw new ModelRefusedException(
            Reason.MALFORMED,
            file + ": tensors " + before.tensor() + " and " + range.tensor() + " overlap.");
      }
    }
  }

  /** Bytes of a tensor; refuses absurd shapes and rows that end within a block. */
  public static long bytes(String where, long[] shape, BlockType type) {
    long values = 1;
    try {
      for (long size : shape) {
        if (size < 0) {
          throw new ArithmeticException("negative");
        }
        values = Math.multiplyExact(values, size);
      }
      long row = shape.length == 0 ? 1 : shape[shape.length - 1];
      if (row % type.blockValues() != 0) {
        throw new ModelRefusedException(
            Reason.WRONG_SHAPE,
            where
                + " has rows of "
                + row
                + " values; blocks of "
                + type
                + " hold "
                + type.blockValues()
                + ".");
      }
      return Math.multiplyExact(values / type.blockValues(), type.blockBytes());
    } catch (ArithmeticException e) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          where + " has the impossible shape " + java.util.Arrays.toString(shape) + ".",
          e);
    }
  }
}
