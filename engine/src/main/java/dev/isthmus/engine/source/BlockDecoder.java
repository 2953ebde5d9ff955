package dev.isthmus.engine.source;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Stored blocks to the float32 values that they stand for. */
public final class BlockDecoder {

  private BlockDecoder() {}

  /**
   * Decodes whole blocks.
   *
   * @param blocks little-endian, remaining bytes a multiple of {@link BlockType#blockBytes}
   * @param into receives {@link BlockType#blockValues} values a block
   */
  public static void decode(BlockType type, ByteBuffer blocks, FloatBuffer into) {
    if (type == BlockType.F32) {
      into.put(blocks.asFloatBuffer());
      return;
    }
    while (blocks.hasRemaining()) {
      one(type, blocks, into);
    }
  }

  private static void one(BlockType type, ByteBuffer in, FloatBuffer out) {
    switch (type) {
      case F64 -> out.put((float) in.getDouble());
      case F32 -> out.put(in.getFloat());
      case F16 -> out.put(Halves.fromF16(in.getShort()));
      case BF16 -> out.put(Float.intBitsToFloat(in.getShort() << 16));
      case F8_E4M3 -> out.put(Halves.fromE4M3(in.get()));
      case F8_E5M2 -> out.put(Halves.fromF16((short) (in.get() << 8)));
      case Q8_0 -> FlatBlocks.q8(in, out);
      case Q4_0 -> FlatBlocks.q4(in, out, false);
      case Q4_1 -> FlatBlocks.q4(in, out, true);
      case Q5_0 -> FlatBlocks.q5(in, out, false);
      case Q5_1 -> FlatBlocks.q5(in, out, true);
      case Q4_K -> SuperBlocks.q4(in, out);
      case Q5_K -> SuperBlocks.q5(in, out);
      case Q6_K -> SuperBlocks.q6(in, out);
    }
  }
}
