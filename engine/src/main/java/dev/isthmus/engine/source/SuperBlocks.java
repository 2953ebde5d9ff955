package dev.isthmus.engine.source;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** ggml's super-blocks of 256: small blocks whose scales are themselves quantised. */
final class SuperBlocks {

  private static final int VALUES = 256;

  private SuperBlocks() {}

  /** Eight blocks of 32, 4 bits, w = d·scale·q − dmin·least. */
  static void q4(ByteBuffer in, FloatBuffer out) {
    int start = in.position();
    int quants = start + 16;
    for (int i = 0; i < VALUES; i++) {
      int block = i / 32;
      int q = FlatBlocks.nibble(in.get(quants + 32 * (block / 2) + i % 32), block % 2);
      out.put(value(in, start, block, q));
    }
    in.position(start + BlockType.Q4_K.blockBytes());
  }

  /** As with 4 bits; the fifth bits of all blocks stand together. */
  static void q5(ByteBuffer in, FloatBuffer out) {
    int start = in.position();
    int high = start + 16;
    int quants = high + 32;
    for (int i = 0; i < VALUES; i++) {
      int block = i / 32;
      int q = FlatBlocks.nibble(in.get(quants + 32 * (block / 2) + i % 32), block % 2);
      q |= (in.get(high + i % 32) >> block & 1) << 4;
      out.put(value(in, start, block, q));
    }
    in.position(start + BlockType.Q5_K.blockBytes());
  }

  /** Sixteen blocks of 16, 6 bits, w = d·scale·(q − 32). */
  static void q6(ByteBuffer in, FloatBuffer out) {
    int start = in.position();
    int high = start + 128;
    int scales = high + 64;
    float d = Halves.fromF16(in.getShort(scales + 16));
    for (int i = 0; i < VALUES; i++) {
      int half = i / 128;
      int quarter = i % 128 / 32;
      int low = in.get(start + 64 * half + 32 * (quarter % 2) + i % 32);
      int q = FlatBlocks.nibble((byte) low, quarter / 2);
      q |= (in.get(high + 32 * half + i % 32) >> 2 * quarter & 3) << 4;
      out.put(d * in.get(scales + i / 16) * (q - 32));
    }
    in.position(start + BlockType.Q6_K.blockBytes());
  }

  private static float value(ByteBuffer in, int start, int block, int q) {
    float d = Halves.fromF16(in.getShort(start));
    float dmin = Halves.fromF16(in.getShort(start + 2));
    int packed = start + 4;
    int scale;
    int least;
    if (block < 4) {
      scale = in.get(packed + block) & 63;
      least = in.get(packed + block + 4) & 63;
    } else {
      scale = in.get(packed + block + 4) & 0xf | (in.get(packed + block - 4) >> 6 & 3) << 4;
      least = in.get(packed + block + 4) >> 4 & 0xf | (in.get(packed + block) >> 6 & 3) << 4;
    }
    return d * scale * q - dmin * least;
  }
}
