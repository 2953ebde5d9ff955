package dev.isthmus.engine.sample;

/**
 * Gumbel noise from a counter-based generator: a pure function of (seed, position, token), so that
 * drafter and verifier, and a verifier that takes a session over, see the same noise.
 *
 * <p>With {@code mix} the finaliser of SplitMix64 (Steele, Lea, Flood 2014; Stafford's variant 13)
 * and all arithmetic modulo 2^64:
 *
 * <pre>
 * key  = mix(mix(seed + A) + position * B)
 * n    = mix(key + (token + 1) * A) &gt;&gt;&gt; 11            53 bits
 * u    = min((n + 0.5) / 2^53, 1 - 2^-53)          in double; the largest n rounds to 1 else
 * G    = -ln(-ln u)                                  StrictMath.log, in double
 * A    = 0x9e3779b97f4a7c15,  B = 0xd1342543de82ef95
 * </pre>
 *
 * Test vectors lie in {@code gumbel-vectors.json} among the test resources.
 */
public final class GumbelNoise {

  private static final long A = 0x9e3779b97f4a7c15L;
  private static final long B = 0xd1342543de82ef95L;
  private static final double UNIT = 0x1p-53;
  private static final double LN2 = 0.6931471805599453;

  /** More than the largest noise that there is. */
  static final double MOST = 54 * LN2 + 1e-9;

  /** By leading zeros of the 53 bits' complement: no less than the noise, without a logarithm. */
  private static final double[] BOUNDS = bounds();

  private GumbelNoise() {}

  /** What seed and position come to; the same for all tokens of a row. */
  static long key(long seed, long position) {
    return mix(mix(seed + A) + position * B);
  }

  /** 53 random bits. */
  static long bits(long key, int token) {
    return mix(key + (token + 1L) * A) >>> 11;
  }

  static double noise(long bits) {
    return -StrictMath.log(-StrictMath.log(Math.min((bits + 0.5) * UNIT, 1 - UNIT)));
  }

  /**
   * No less than {@link #noise}: -ln u is at least 1-u, so the noise is at most -ln(1-u), and that
   * is at most the binary exponent of 1-u.
   */
  static double bound(long bits) {
    return BOUNDS[Long.numberOfLeadingZeros((1L << 53) - 1 - bits)];
  }

  /**
   * G(seed, position, token).
   *
   * @param position absolute position of the token to be chosen, counted from the prompt's first
   */
  public static double at(long seed, long position, int token) {
    return noise(bits(key(seed, position), token));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static double[] bounds() {
    double[] bounds = new double[Long.SIZE + 1];
    for (int zeros = 0; zeros < bounds.length; zeros++) {
      // The slack covers the rounding of both logarithms.
      bounds[zeros] = (zeros - 10) * LN2 + 1e-9;
    }
    return bounds;
  }
}
