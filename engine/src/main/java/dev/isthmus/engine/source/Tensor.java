package dev.isthmus.engine.source;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * One tensor of a {@link ModelSource}. Row-major; a matrix is [out, in] as Hugging Face stores it.
 */
public interface Tensor {

  String name();

  long[] shape();

  BlockType type();

  /** Reads rows [first, first + count) of the first dimension as float32. */
  void readFloats(long first, int count, FloatBuffer into);

  /**
   * The stored blocks of rows [first, first + count), as they lie in the file (row order as in
   * {@link #readFloats}), or a refusal where the type has none. Quantisation that keeps a file's
   * own grid starts here.
   */
  ByteBuffer readBlocks(long first, int count);

  /** File and byte range, for messages and for fetching only what a stage needs. */
  String location();
}
