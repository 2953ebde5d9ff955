package dev.isthmus.engine.runtime;

/**
 * The rows of one session that a step scores.
 *
 * @param logitRows how many of the last rows need logits, 0..rows; 0 for prefill chunks before the
 *     last. A stage that does not end the model returns hidden states of all rows instead
 */
public record Window(Sequence sequence, StageInput input, int logitRows) {

  public int rows() {
    return input.rows();
  }

  public static Window of(Sequence sequence, int[] tokens, int logitRows) {
    return new Window(sequence, new StageInput.Tokens(tokens), logitRows);
  }
}
