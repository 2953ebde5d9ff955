package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * One buffer that is an input or output of every step, as a tensor of as many rows as a step has.
 * Steps allocate nothing once they have seen a number of rows.
 */
final class Views implements AutoCloseable {

  private final OrtEnvironment environment;
  private final OnnxJavaType type;
  private final int rowBytes;
  private final IntFunction<long[]> shape;
  private final Map<Integer, OnnxTensor> tensors = new HashMap<>();
  private ByteBuffer buffer;

  Views(
      OrtEnvironment environment,
      OnnxJavaType type,
      long rowBytes,
      int rows,
      IntFunction<long[]> shape) {
    this.environment = environment;
    this.type = type;
    this.rowBytes = Math.toIntExact(rowBytes);
    this.shape = shape;
    this.buffer = DirectMemory.allocate(rowBytes * rows);
  }

  /**
   * Rows of floats, as tensors [1, rows, width].
   *
   * @param rows that have room before it grows
   */
  static Views floats(OrtEnvironment environment, int width, int rows) {
    return new Views(
        environment,
        OnnxJavaType.FLOAT,
        (long) width * Float.BYTES,
        rows,
        n -> new long[] {1, n, width});
  }

  /** The tensor of the first rows. */
  OnnxTensor tensor(int rows) {
    if ((long) rows * rowBytes > buffer.capacity()) {
      resize(rows);
    }
    return tensors.computeIfAbsent(rows, this::view);
  }

  /** The first rows. */
  ByteBuffer rows(int rows) {
    if ((long) rows * rowBytes > buffer.capacity()) {
      resize(rows);
    }
    return buffer.slice(0, rows * rowBytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
    tensors.clear();
    DirectMemory.free(buffer);
  }

  private void resize(int rows) {
    tensors.values().forEach(OnnxTensor::close);
    tensors.clear();
    DirectMemory.free(buffer);
    buffer = DirectMemory.allocate((long) rows * rowBytes);
  }

  private OnnxTensor view(int rows) {
    try {
      return OnnxTensor.createTensor(
          environment,
          buffer.slice(0, rows * rowBytes).order(ByteOrder.nativeOrder()),
          shape.apply(rows),
          type);
    } catch (OrtException e) {
      throw new IllegalStateException("tensor of " + rows + " rows: " + e.getMessage(), e);
    }
  }
}
