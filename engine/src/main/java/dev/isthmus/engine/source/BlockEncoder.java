package dev.isthmus.engine.source;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** float32 values to stored blocks: the other way round than {@link BlockDecoder}. */
public final class BlockEncoder {

  private static final int SIZE = 32;
  private static final int LARGEST_CODE = 15;

  /**
   * Shares of a block's range that the codes are first laid over: what lies outside is cut, which
   * pays where few weights are far from all others.
   */
  private static final float[] SHARES = {1f, 0.92f, 0.84f, 0.76f};

  private BlockEncoder() {}

  /**
   * Rounds to Q4_1, {@code d q + m} with q from 0 to 15. For several ranges the codes are chosen,
   * then d and m by least squares for these codes; the nearest of the blocks that result is
   * written.
   *
   * @param values a multiple of 32 remaining
   * @param into little-endian
   */
  public static void q41(FloatBuffer values, ByteBuffer into) {
    float[] block = new float[SIZE];
    byte[] codes = new byte[SIZE];
    byte[] best = new byte[SIZE];
    while (values.hasRemaining()) {
      values.get(block);
      float least = block[0];
      float most = block[0];
      for (float value : block) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      double error = Double.POSITIVE_INFINITY;
      short scale = 0;
      short minimum = Halves.toF16(least);
      for (float share : SHARES) {
        float cut = (most - least) * (1 - share) / 2;
        round(block, (most - least) * share / LARGEST_CODE, least + cut, codes);
        double slope = slope(block, codes);
        short d = Halves.toF16((float) slope);
        short m = Halves.toF16((float) intercept(block, codes, slope));
        double next = round(block, Halves.fromF16(d), Halves.fromF16(m), codes);
        if (next < error) {
          error = next;
          scale = d;
          minimum = m;
          System.arraycopy(codes, 0, best, 0, SIZE);
        }
      }
      into.putShort(scale).putShort(minimum);
      for (int i = 0; i < SIZE / 2; i++) {
        into.put((byte) (best[i] | best[i + SIZE / 2] << 4));
      }
    }
  }

  /** Chooses the nearest codes; returns the sum of the squares of what is left. */
  private static double round(float[] block, float scale, float minimum, byte[] codes) {
    double error = 0;
    for (int i = 0; i < SIZE; i++) {
      int code = scale > 0 ? Math.round((block[i] - minimum) / scale) : 0;
      codes[i] = (byte) Math.max(0, Math.min(LARGEST_CODE, code));
      double rest = scale * codes[i] + minimum - block[i];
      error += rest * rest;
    }
    return error;
  }

  private static double slope(float[] block, byte[] codes) {
    double q = 0;
    double qq = 0;
    double w = 0;
    double qw = 0;
    for (int i = 0; i < SIZE; i++) {
      q += codes[i];
      qq += codes[i] * codes[i];
      w += block[i];
      qw += codes[i] * (double) block[i];
    }
    double spread = SIZE * qq - q * q;
    return spread == 0 ? 0 : (SIZE * qw - q * w) / spread;
  }

  private static double intercept(float[] block, byte[] codes, double slope) {
    double rest = 0;
    for (int i = 0; i < SIZE; i++) {
      rest += block[i] - slope * codes[i];
    }
    return rest / SIZE;
  }
}
