package dev.isthmus.engine.quantize;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One row as MatMulNBits wants it: codes, scales and integer zero points by blocks of 32.
 *
 * <p>A zero point is an integer, an offset is not. What rounding it leaves, {@code r = offset +
 * zero * scale}, times the sum of a block's activations is what the product lacks; so the row gets
 * one further column per block, holding 32 r in a block of its own, which meets that block's mean
 * of activations. The weights are then the file's own to about a fiftieth of a step.
 */
public final class PackedRow {

  private static final int MIDDLE = 8;

  private final int bits;
  private final int blocks;
  private final int residuals;
  private final byte[] codes;
  private final float[] scales;
  private final byte[] zeros;

  /**
   * @param corrected whether the columns for offsets are there
   */
  public PackedRow(int width, int bits, boolean corrected) {
    this.bits = bits;
    this.blocks = RowCodes.blocks(width);
    this.residuals = corrected ? RowCodes.blocks(blocks) : 0;
    int all = blocks + residuals;
    this.codes = new byte[all * RowCodes.BLOCK * bits / 8];
    this.scales = new float[all];
    this.zeros = new byte[(all * bits + 7) / 8];
  }

  /** Columns of a product with its columns for offsets. */
  public static int columns(int width, boolean corrected) {
    return corrected ? width + RowCodes.blocks(width) : width;
  }

  /** Fills this row from a row's codes. */
  public void pack(RowCodes row) {
    if (bits == 8) {
      System.arraycopy(row.codes, 0, codes, 0, codes.length);
      System.arraycopy(row.scales, 0, scales, 0, blocks);
      return;
    }
    Arrays.fill(zeros, (byte) 0);
    float[] rest = new float[residuals * RowCodes.BLOCK];
    for (int block = 0; block < blocks; block++) {
      float scale = row.scales[block];
      int zero = zero(scale, row.offsets[block]);
      if (residuals > 0) {
        rest[block] = (row.offsets[block] + zero * scale) * RowCodes.BLOCK;
      }
      put(block, row.codes, block * RowCodes.BLOCK, scale, zero);
    }
    for (int block = 0; block < residuals; block++) {
      residual(block, rest);
    }
  }

  public void codes(ByteBuffer into) {
    into.put(codes);
  }

  public void scales(ByteBuffer into) {
    for (float scale : scales) {
      into.putFloat(scale);
    }
  }

  public void zeros(ByteBuffer into) {
    into.put(zeros);
  }

  private static int zero(float scale, float offset) {
    return scale == 0 ? MIDDLE : Math.max(0, Math.min(15, Math.round(-offset / scale)));
  }

  private void residual(int block, float[] rest) {
    int from = block * RowCodes.BLOCK;
    float extreme = 0;
    for (int i = from; i < from + RowCodes.BLOCK; i++) {
      if (Math.abs(rest[i]) > Math.abs(extreme)) {
        extreme = rest[i];
      }
    }
    float scale = extreme / -MIDDLE;
    byte[] rounded = new byte[RowCodes.BLOCK];
    for (int i = 0; i < RowCodes.BLOCK; i++) {
      int code = scale == 0 ? MIDDLE : Math.round(rest[from + i] / scale) + MIDDLE;
      rounded[i] = (byte) Math.min(15, code);
    }
    put(blocks + block, rounded, 0, scale, MIDDLE);
  }

  private void put(int block, byte[] from, int at, float scale, int zero) {
    scales[block] = scale;
    zeros[block / 2] |= (byte) (zero << 4 * (block % 2));
    int into = block * RowCodes.BLOCK / 2;
    for (int i = 0; i < RowCodes.BLOCK / 2; i++) {
      codes[into + i] = (byte) (from[at + 2 * i] | from[at + 2 * i + 1] << 4);
    }
  }
}
