package dev.isthmus.engine.sample;

/**
 * How a token is chosen from logits.
 *
 * @param temperature 0 for argmax, else any finite positive number; divides the logits
 * @param topK 0 for all
 * @param topP (0, 1], 1 for all
 * @param seed keys the Gumbel noise together with position and token id
 */
public record Sampling(double temperature, int topK, double topP, long seed) {

  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

  public Sampling {
    if (!Double.isFinite(temperature) || temperature < 0) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + "; it must be a finite number, 0 or more");
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top_k is " + topK + "; it must be 0 (all) or more");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top_p is " + topP + "; it must be above 0 and at most 1");
    }
  }
}
