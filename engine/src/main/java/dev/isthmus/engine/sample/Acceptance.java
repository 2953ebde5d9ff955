package dev.isthmus.engine.sample;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Accepts drafts by the verifier's own choices. */
public final class Acceptance {

  private final TokenChooser chooser;

  public Acceptance(TokenChooser chooser) {
    this.chooser = chooser;
  }

  /**
   * Walks down a drafted window while the verifier's own choice equals the draft's (Daliri et al.
   * 2024, 2408.07978, alg. 2). What it commits does not depend on the draft, only how much.
   *
   * @param logits [draft.length + 1, width]; row i scores the token after draft[i-1], row 0 the one
   *     after the last committed token
   * @param headIds id of each column, or null where column and id are the same
   * @param draft ids proposed for positions base, base + 1, …
   * @param base tokens committed so far, below the ending's limit
   */
  public Accepted accept(
      FloatBuffer logits,
      int width,
      int[] headIds,
      int[] draft,
      int base,
      Sampling sampling,
      Ending ending) {
    int[] out = new int[draft.length + 1];
    int drafts = 0;
    for (int row = 0; ; row++) {
      int own = chooser.choose(logits, row, width, headIds, sampling, base + row);
      out[row] = own;
      Finish finish = ending.after(own, base + row + 1);
      boolean drafted = row < draft.length && draft[row] == own;
      drafts += drafted ? 1 : 0;
      if (!drafted || finish != Finish.NONE) {
        return new Accepted(Arrays.copyOf(out, row + 1), drafts, finish);
      }
    }
  }
}
