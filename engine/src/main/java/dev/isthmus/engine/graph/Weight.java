package dev.isthmus.engine.graph;

import java.io.IOException;

/**
 * A weight that a graph refers to and that lies outside of it, in the prepared file.
 *
 * @param name its initializer
 * @param region names its bytes: weights of one region are the same bytes and are written once
 * @param data gives the bytes when the file is written: exactly {@link #bytes()}
 */
public record Weight(String name, ElementType type, long[] shape, String region, Data data) {

  Weight(String name, ElementType type, long[] shape, Data data) {
    this(name, type, shape, name, data);
  }

  /** Writes a weight piece by piece, so that none is in memory whole. */
  @FunctionalInterface
  public interface Data {
    void writeTo(WeightSink sink) throws IOException;
  }

  /** The same bytes in another shape. */
  Weight reshaped(String suffix, long... into) {
    return new Weight(name + suffix, type, into, region, data);
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
