package dev.isthmus.engine.family;

/**
 * Frequencies of a rotary embedding (RoFormer, 2104.09864), scaled as its kind says. Computed in
 * float32 where transformers does, so that the same angles come out.
 */
public final class RopeTable {

  private final float[] frequencies;
  private final double factor;

  private RopeTable(float[] frequencies, double factor) {
    this.frequencies = frequencies;
    this.factor = factor;
  }

  public static RopeTable of(Architecture model) {
    Rope rope = model.rope();
    float[] plain = new float[model.headDim() / 2];
    for (int i = 0; i < plain.length; i++) {
      plain[i] =
          (float) (1.0 / (float) Math.pow(rope.theta(), (float) (2.0 * i / model.headDim())));
    }
    if (rope instanceof Rope.Linear linear) {
      return new RopeTable(divided(plain, linear.factor()), 1);
    } else if (rope instanceof Rope.Llama3 llama3) {
      return new RopeTable(llama3(plain, llama3), 1);
    } else if (rope instanceof Rope.Yarn yarn) {
      return new RopeTable(yarn(plain, yarn, model.headDim()), yarn.attentionFactor());
    } else if (rope instanceof Rope.Divided divided) {
      for (int i = 0; i < plain.length; i++) {
        plain[i] /= divided.divisors()[i];
      }
    }
    return new RopeTable(plain, 1);
  }

  /** Pairs of a head. */
  public int pairs() {
    return frequencies.length;
  }

  public float cos(int position, int pair) {
    return (float) (Math.cos(angle(position, pair)) * factor);
  }

  public float sin(int position, int pair) {
    return (float) (Math.sin(angle(position, pair)) * factor);
  }

  private float angle(int position, int pair) {
    return position * frequencies[pair];
  }

  private static float[] divided(float[] plain, double by) {
    float[] scaled = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      scaled[i] = (float) (plain[i] / by);
    }
    return scaled;
  }

  /** Long wavelengths are stretched, short ones kept, those between blended. */
  private static float[] llama3(float[] plain, Rope.Llama3 rope) {
    double longest = rope.originalContext() / rope.lowFrequencyFactor();
    double shortest = rope.originalContext() / rope.highFrequencyFactor();
    float[] scaled = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      double wavelength = 2 * Math.PI / plain[i];
      double smooth =
          (rope.originalContext() / wavelength - rope.lowFrequencyFactor())
              / (rope.highFrequencyFactor() - rope.lowFrequencyFactor());
      if (wavelength > longest) {
        scaled[i] = (float) (plain[i] / rope.factor());
      } else if (wavelength < shortest) {
        scaled[i] = plain[i];
      } else {
        scaled[i] = (float) ((1 - smooth) * plain[i] / rope.factor() + smooth * plain[i]);
      }
    }
    return scaled;
  }

  /**
   * NTK by parts: dimensions that turn often are kept, those that turn seldom interpolated
   * (2309.00071, 3.2).
   */
  private static float[] yarn(float[] plain, Rope.Yarn rope, int headDim) {
    double first = dimension(rope, rope.betaFast(), headDim);
    double last = dimension(rope, rope.betaSlow(), headDim);
    double low = Math.max(0, rope.truncate() ? Math.floor(first) : first);
    double high = Math.min(headDim - 1, rope.truncate() ? Math.ceil(last) : last);
    double width = high == low ? 0.001 : high - low;
    float[] scaled = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      double interpolated = Math.min(1, Math.max(0, (i - low) / width));
      scaled[i] = (float) (plain[i] / rope.factor() * interpolated + plain[i] * (1 - interpolated));
    }
    return scaled;
  }

  /** The dimension that makes this many turns within the original context. */
  private static double dimension(Rope.Yarn rope, double turns, int headDim) {
    return headDim
        * Math.log(rope.originalContext() / (turns * 2 * Math.PI))
        / (2 * Math.log(rope.theta()));
  }
}
