package dev.isthmus.engine.family;

/**
 * Rotary embedding; every kind is only another table of frequencies (and a factor on cos and sin).
 */
public sealed interface Rope {

  double theta();

  record Default(double theta) implements Rope {}

  record Linear(double theta, double factor) implements Rope {}

  /** Llama 3.1's bands (transformers, modeling_rope_utils). */
  record Llama3(
      double theta,
      double factor,
      double lowFrequencyFactor,
      double highFrequencyFactor,
      int originalContext)
      implements Rope {}

  /**
   * YaRN (2309.00071).
   *
   * @param truncate whether the bounds between kept and interpolated dimensions are whole ones
   */
  record Yarn(
      double theta,
      double factor,
      int originalContext,
      double betaFast,
      double betaSlow,
      boolean truncate,
      double attentionFactor)
      implements Rope {}

  /**
   * GGUF's way to store any scaling: a divisor per frequency, headDim / 2 of them ({@code
   * rope_freqs.weight}).
   */
  record Divided(double theta, float[] divisors) implements Rope {}
}
