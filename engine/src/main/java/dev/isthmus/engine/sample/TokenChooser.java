package dev.isthmus.engine.sample;

import java.nio.FloatBuffer;

/**
 * Chooses the token at a position from its logits, the same on drafter and verifier. Not
 * thread-safe: holds scratch.
 */
public interface TokenChooser {

  /**
   * @param logits [rows, width]
   * @param row which row
   * @param width columns of a row
   * @param headIds id of each column, or null where column and id are the same
   * @param position absolute position of the token to be chosen, counted from the prompt's first
   * @return the token id
   * @throws IllegalArgumentException where the row holds NaN or +infinity, or nothing finite
   */
  int choose(
      FloatBuffer logits, int row, int width, int[] headIds, Sampling sampling, long position);
}
