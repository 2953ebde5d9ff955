package dev.isthmus.agent.schedule;

import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.engine.sample.TokenChooser;
import java.nio.FloatBuffer;

/** Argmax, ties to the lower id; refuses logits that are no longer valid. */
public final class GreedyChooser implements TokenChooser {

  @Override
  public int choose(
      FloatBuffer logits, int row, int width, int[] headIds, Sampling sampling, long position) {
    int best = 0;
    for (int column = 0; column < width; column++) {
      float value = logits.get(row * width + column);
      if (Float.isNaN(value)) {
        throw new IllegalStateException("logits of an earlier step were read");
      }
      if (value > logits.get(row * width + best)) {
        best = column;
      }
    }
    return headIds == null ? best : headIds[best];
  }
}
