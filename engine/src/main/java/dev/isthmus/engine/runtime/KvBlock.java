package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Keys and values of one session: per layer a buffer [2, kvHeads, capacity, headDim] that the graph
 * reads and appends to in place. Not thread-safe.
 */
final class KvBlock implements AutoCloseable {

  private final KvLayout layout;
  private final int capacity;
  private final ByteBuffer[] buffers;
  private final OnnxTensor[] keys;
  private final OnnxTensor[] values;

  KvBlock(KvLayout layout, int capacity) {
    this.layout = layout;
    this.capacity = capacity;
    this.buffers = new ByteBuffer[layout.layers()];
    this.keys = new OnnxTensor[layout.layers()];
    this.values = new OnnxTensor[layout.layers()];
    for (int layer = 0; layer < layout.layers(); layer++) {
      allocate(layer);
    }
  }

  private KvBlock(KvLayout layout, int capacity, KvBlock old, int rows) {
    this.layout = layout;
    this.capacity = capacity;
    this.buffers = new ByteBuffer[layout.layers()];
    this.keys = new OnnxTensor[layout.layers()];
    this.values = new OnnxTensor[layout.layers()];
    for (int layer = 0; layer < layout.layers(); layer++) {
      allocate(layer);
      copy(layer, old, rows);
      old.free(layer);
    }
  }

  int capacity() {
    return capacity;
  }

  long bytes() {
    return capacity * layout.bytesPerToken();
  }

  /** [1, kvHeads, capacity, headDim]. */
  OnnxTensor keys(int layer) {
    return keys[layer];
  }

  /** [1, kvHeads, capacity, headDim]. */
  OnnxTensor values(int layer) {
    return values[layer];
  }

  /** A larger block that begins with this one's first rows; this one is freed layer by layer. */
  KvBlock grow(int to, int rows) {
    return new KvBlock(layout, to, this, rows);
  }

  /** A block of its own that begins with this one's first rows. */
  KvBlock copy(int to, int rows) {
    KvBlock copy = new KvBlock(layout, to);
    for (int layer = 0; layer < layout.layers(); layer++) {
      copy.copy(layer, this, rows);
    }
    return copy;
  }

  @Override
  public void close() {
    for (int layer = 0; layer < layout.layers(); layer++) {
      free(layer);
    }
  }

  private void allocate(int layer) {
    int half = Math.toIntExact(bytes() / layout.layers() / 2);
    ByteBuffer buffer = DirectMemory.allocate(2L * half);
    buffers[layer] = buffer;
    keys[layer] = tensor(buffer.slice(0, half));
    values[layer] = tensor(buffer.slice(half, half));
  }

  private OnnxTensor tensor(ByteBuffer half) {
    long[] shape = {1, layout.kvHeads(), capacity, layout.headDim()};
    try {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(),
          half.order(ByteOrder.nativeOrder()).asFloatBuffer(),
          shape);
    } catch (OrtException e) {
      throw new IllegalStateException("KV tensor " + capacity + " tokens: " + e.getMessage(), e);
    }
  }

  private void copy(int layer, KvBlock from, int rows) {
    int row = layout.headDim() * Float.BYTES;
    for (int head = 0; head < 2 * layout.kvHeads(); head++) {
      buffers[layer].put(
          head * capacity * row, from.buffers[layer], head * from.capacity * row, rows * row);
    }
  }

  private void free(int layer) {
    keys[layer].close();
    values[layer].close();
    DirectMemory.free(buffers[layer]);
  }
}
