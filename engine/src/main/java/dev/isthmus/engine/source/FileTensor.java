package dev.isthmus.engine.source;

import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A tensor as a range of a file.
 *
 * @param offset of its first byte in the file
 */
public record FileTensor(
    String name, long[] shape, BlockType type, ModelFile file, long offset, RowOrder order)
    implements Tensor {

  FileTensor named(String other) {
    return other.equals(name) ? this : new FileTensor(other, shape, type, file, offset, order);
  }

  /**
   * Rows of a tensor of three dimensions [stack, rows, columns], as a matrix.
   *
   * @param first row, counted over the whole stack
   */
  FileTensor matrix(String other, long first, long rows) {
    long columns = shape[2];
    if (columns % type.blockValues() != 0) {
      throw endsWithinBlock(columns);
    }
    long[] matrix = {rows, columns};
    return new FileTensor(other, matrix, type, file, offset + bytes(first * columns), order);
  }

  /** Values of one row of the first dimension; 1 for a vector. */
  private long rowValues() {
    long values = 1;
    for (int i = 1; i < shape.length; i++) {
      values *= shape[i];
    }
    return values;
  }

  @Override
  public void readFloats(long first, int count, FloatBuffer into) {
    if (isVector() && order != RowOrder.SAME) {
      FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(shape[0]));
      BlockDecoder.decode(type, range(0, shape[0]), all);
      for (long row = first; row < first + count; row++) {
        into.put(all.get((int) order.inFile(row)));
      }
      return;
    }
    BlockDecoder.decode(type, readBlocks(first, count), into);
  }

  @Override
  public ByteBuffer readBlocks(long first, int count) {
    long width = rowValues();
    if (order == RowOrder.SAME || count == 0) {
      return range(first * width, count * width);
    }
    ByteBuffer into =
        ByteBuffer.allocate(Math.toIntExact(bytes(width) * count)).order(ByteOrder.LITTLE_ENDIAN);
    for (long row = first; row < first + count; row++) {
      into.put(range(order.inFile(row) * width, width));
    }
    return into.flip();
  }

  private boolean isVector() {
    return shape.length == 1;
  }

  private ByteBuffer range(long firstValue, long values) {
    if (firstValue % type.blockValues() != 0 || values % type.blockValues() != 0) {
      throw endsWithinBlock(rowValues());
    }
    return file.read(offset + bytes(firstValue), Math.toIntExact(bytes(values)));
  }

  /** Says that all of it will be read. */
  public void want() {
    file.want(offset, length());
  }

  private ModelRefusedException endsWithinBlock(long values) {
    return new ModelRefusedException(
        Reason.WRONG_SHAPE,
        location()
            + ": rows of "
            + values
            + " values do not end with a block of "
            + type.blockValues()
            + " ("
            + type
            + ").");
  }

  private long bytes(long values) {
    return values / type.blockValues() * type.blockBytes();
  }

  @Override
  public String location() {
    return file.name() + "[" + offset + "," + (offset + length()) + ")";
  }

  /** Bytes. */
  private long length() {
    long values = 1;
    for (long size : shape) {
      values *= size;
    }
    return bytes(values);
  }
}
