package dev.isthmus.engine.graph;

import java.io.IOException;

/**
 * A weight that a graph refers to and that lies outside of it, in the prepared file.
 *
 * @param name its initializer
 * @param data gives the bytes when the file is written: exactly {@link #bytes()}
 */
public record Weight(String name, ElementType type, long[] shape, Data data) {

  /** Writes a weight piece by piece, so that none is in memory whole. */
  @FunctionalInterface
  public interface Data {
    void writeTo(WeightSink sink) throws IOException;
  }

  /** Its size in the file. */
  public long bytes() {
    long count = type.bytes();
    for (long dimension : shape) {
      count = Math.multiplyExact(count, dimension);
    }
    return count;
  }
}
