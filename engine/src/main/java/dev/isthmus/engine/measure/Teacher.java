package dev.isthmus.engine.measure;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.Arrays;
import java.util.List;

/** Leads an engine along given tokens. */
public final class Teacher {

  private static final int CHUNK = 256;

  private Teacher() {}

  /**
   * @param limit tokens that there must be KV for
   * @throws IllegalArgumentException where there is none
   */
  public static Sequence admit(StepEngine engine, int[] tokens, int limit) {
    if (engine.admit(tokens, limit) instanceof Admission.Admitted admitted) {
      return admitted.sequence();
    }
    throw new IllegalArgumentException(
        "no KV for " + limit + " tokens; " + engine.kvUse().free() + " bytes are free");
  }

  /** Feeds what the sequence lacks of a prompt; logits of its last row. */
  public static StepResult prefill(StepEngine engine, Sequence sequence, int[] prompt) {
    int chunk = Math.min(CHUNK, engine.info().maxRows());
    while (prompt.length - sequence.length() > chunk) {
      int from = sequence.length();
      int[] part = Arrays.copyOfRange(prompt, from, from + chunk);
      engine.step(List.of(Window.of(sequence, part, 0)));
    }
    int[] rest = Arrays.copyOfRange(prompt, sequence.length(), prompt.length);
    return engine.step(List.of(Window.of(sequence, rest, 1))).get(0);
  }

  /** Column of the largest value of a row, the first of equals. */
  static int best(StepResult result, int row) {
    int base = row * result.width();
    int best = 0;
    for (int v = 1; v < result.width(); v++) {
      if (result.values().get(base + v) > result.values().get(base + best)) {
        best = v;
      }
    }
    return best;
  }
}
