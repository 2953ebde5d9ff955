package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;

/**
 * What enters a stage: token ids where it begins the model, else the hidden states of the stage
 * before.
 */
public sealed interface StageInput {

  int rows();

  record Tokens(int[] ids) implements StageInput {
    @Override
    public int rows() {
      return ids.length;
    }
  }

  /**
   * @param states [rows, hidden], row-major
   */
  record Hidden(FloatBuffer states, int rows) implements StageInput {}
}
