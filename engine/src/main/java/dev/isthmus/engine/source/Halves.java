package dev.isthmus.engine.source;

/** Small floats to float32, exactly. */
final class Halves {

  private static final float LARGEST_F16 = 65504;

  private Halves() {}

  /** IEEE 754 binary16. */
  static float fromF16(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int mantissa = bits & 0x3ff;
    int sign = (bits & 0x8000) << 16;
    if (exponent == 0) {
      float value = mantissa * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
    }
    return Float.intBitsToFloat(sign | exponent + 112 << 23 | mantissa << 13);
  }

  /** The nearest binary16, ties to even; what is too large becomes the largest. */
  static short toF16(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.min(Math.abs(value), LARGEST_F16);
    int exponent = Math.max(Math.getExponent(magnitude), -14);
    int steps = (int) Math.rint(Math.scalb(magnitude, 10 - exponent));
    // a normal number's first bit is not stored; one that rounds up to a power of two carries
    return (short) (sign | (exponent + 14 << 10) + steps);
  }

  /** FP8 E4M3 without infinities (2209.05433). */
  static float fromE4M3(byte bits) {
    int exponent = bits >> 3 & 0xf;
    int mantissa = bits & 7;
    float value;
    if (exponent == 0xf && mantissa == 7) {
      return Float.NaN;
    } else if (exponent == 0) {
      value = mantissa * 0x1p-9f;
    } else {
      value = (8 + mantissa) * (float) Math.scalb(1.0, exponent - 10);
    }
    return bits < 0 ? -value : value;
  }
}
