package dev.isthmus.engine.measure;

/**
 * A prompt and what a model answered.
 *
 * @param tokens prompt and answer
 * @param prompt how many of them are the prompt
 */
public record Answer(int[] tokens, int prompt) {

  /** Tokens of the answer. */
  public int length() {
    return tokens.length - prompt;
  }
}
