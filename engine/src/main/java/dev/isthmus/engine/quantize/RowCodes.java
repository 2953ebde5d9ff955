package dev.isthmus.engine.quantize;

/**
 * One row of a matrix as small integers: {@code w[i] = scales[i / 32] * codes[i] + offsets[i /
 * 32]}. Reused from row to row.
 */
public final class RowCodes {

  /** Weights that share a scale. */
  public static final int BLOCK = 32;

  final byte[] codes;
  final float[] scales;
  final float[] offsets;

  public RowCodes(int width) {
    int blocks = blocks(width);
    this.codes = new byte[blocks * BLOCK];
    this.scales = new float[blocks];
    this.offsets = new float[blocks];
  }

  /** Blocks of a row; the last may be short. */
  public static int blocks(int width) {
    return (width + BLOCK - 1) / BLOCK;
  }

  public int blocks() {
    return scales.length;
  }

  /** 0..15 or 0..255. */
  public int code(int i) {
    return codes[i] & 0xff;
  }

  public float scale(int block) {
    return scales[block];
  }

  public float offset(int block) {
    return offsets[block];
  }
}
