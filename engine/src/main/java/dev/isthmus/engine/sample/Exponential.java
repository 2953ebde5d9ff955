package dev.isthmus.engine.sample;

/**
 * e^x in double arithmetic alone. {@code Math.exp} may differ between processors in its last bit
 * and {@code StrictMath.exp} is several times slower; this one is the same everywhere, and within 4
 * ulp.
 */
final class Exponential {

  private static final double LOG2_E = 1.4426950408889634;
  // ln 2 in two parts, so that multiples of the first are exact.
  private static final double LN2_HIGH = 6.93147180369123816490e-01;
  private static final double LN2_LOW = 1.90821492927058770002e-10;
  // Adding and subtracting it rounds to a whole number.
  private static final double ROUND = 0x1.8p52;

  private Exponential() {}

  /** 0 below -700, so that no result is subnormal; x must not be NaN or above 700. */
  static double exp(double x) {
    if (x < -700) {
      return 0;
    }
    double whole = (x * LOG2_E + ROUND) - ROUND;
    double r = (x - whole * LN2_HIGH) - whole * LN2_LOW;
    double r2 = r * r;
    // Taylor to degree 13, |r| <= ln 2 / 2; pairs of terms, so that they need not wait for another.
    double low = (1 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
    double middle = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
    double high =
        (1.0 / 40320 + r * (1.0 / 362880))
            + r2 * (1.0 / 3628800 + r * (1.0 / 39916800))
            + (r2 * r2) * (1.0 / 479001600 + r * (1.0 / 6227020800.0));
    double r4 = r2 * r2;
    double sum = low + r4 * (middle + r4 * high);
    return sum * Double.longBitsToDouble(((long) whole + 1023) << 52);
  }
}
