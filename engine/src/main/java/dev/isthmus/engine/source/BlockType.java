package dev.isthmus.engine.source;

/** Element and block types that files hold. */
public enum BlockType {
  F64(1, 8),
  F32(1, 4),
  F16(1, 2),
  BF16(1, 2),
  F8_E4M3(1, 1),
  F8_E5M2(1, 1),
  Q8_0(32, 34),
  Q4_0(32, 18),
  Q4_1(32, 20),
  Q5_0(32, 22),
  Q5_1(32, 24),
  Q4_K(256, 144),
  Q5_K(256, 176),
  Q6_K(256, 210);

  private final int blockValues;
  private final int blockBytes;

  BlockType(int values, int bytes) {
    this.blockValues = values;
    this.blockBytes = bytes;
  }

  /** Values of one block. */
  public int blockValues() {
    return blockValues;
  }

  /** Bytes of one block. */
  public int blockBytes() {
    return blockBytes;
  }
}
