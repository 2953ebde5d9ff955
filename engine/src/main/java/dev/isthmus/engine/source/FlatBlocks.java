package dev.isthmus.engine.source;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** ggml's blocks of 32: one scale d, with the odd types a least value m. Low nibbles come first. */
final class FlatBlocks {

  private static final int HALF = 16;

  private FlatBlocks() {}

  /** w = d·q, q a signed byte. */
  static void q8(ByteBuffer in, FloatBuffer out) {
    float d = Halves.fromF16(in.getShort());
    for (int i = 0; i < 2 * HALF; i++) {
      out.put(d * in.get());
    }
  }

  /** w = d·(q − 8), or d·q + m. */
  static void q4(ByteBuffer in, FloatBuffer out, boolean least) {
    float d = Halves.fromF16(in.getShort());
    float m = least ? Halves.fromF16(in.getShort()) : 0;
    int start = in.position();
    for (int i = 0; i < 2 * HALF; i++) {
      int q = nibble(in.get(start + i % HALF), i / HALF);
      out.put(least ? d * q + m : d * (q - 8));
    }
    in.position(start + HALF);
  }

  /** w = d·(q − 16), or d·q + m; the fifth bits stand together in front. */
  static void q5(ByteBuffer in, FloatBuffer out, boolean least) {
    float d = Halves.fromF16(in.getShort());
    float m = least ? Halves.fromF16(in.getShort()) : 0;
    int high = in.getInt();
    int start = in.position();
    for (int i = 0; i < 2 * HALF; i++) {
      int q = nibble(in.get(start + i % HALF), i / HALF) | (high >>> i & 1) << 4;
      out.put(least ? d * q + m : d * (q - 16));
    }
    in.position(start + HALF);
  }

  static int nibble(byte both, int high) {
    return high == 0 ? both & 0xf : both >> 4 & 0xf;
  }
}
