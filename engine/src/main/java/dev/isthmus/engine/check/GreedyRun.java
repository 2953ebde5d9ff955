package dev.isthmus.engine.check;

import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Logprobs;
import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.engine.sample.TokenChooser;
import java.util.Arrays;
import java.util.List;

/**
 * What a model says to a prompt.
 *
 * @param lastLogits of the prompt's last position
 * @param ids of greedy decoding
 * @param logprobs of each of them
 */
record GreedyRun(float[] lastLogits, int[] ids, float[] logprobs) {

  /**
   * @param stages in order, together the whole model
   * @param count tokens to decode; stop ids do not end it
   */
  static GreedyRun of(List<StepEngine> stages, int[] headIds, int[] prompt, int count) {
    TokenChooser chooser = new GumbelChooser();
    Logprobs logprobs = new Logprobs();
    int[] log = Arrays.copyOf(prompt, prompt.length + count);
    float[] scores = new float[count];
    float[] lastLogits = null;
    try (StageChain chain = new StageChain(stages, prompt, log.length)) {
      for (int i = 0; i < count; i++) {
        int length = prompt.length + i;
        StepResult row = chain.feed(Arrays.copyOf(log, length));
        int width = row.width();
        if (i == 0) {
          lastLogits = new float[width];
          row.values().get(0, lastLogits);
        }
        log[length] = chooser.choose(row.values(), 0, width, headIds, Sampling.GREEDY, length);
        scores[i] = logprobs.of(row.values(), 0, width, headIds, log[length], 0).logprob();
      }
    }
    return new GreedyRun(lastLogits, Arrays.copyOfRange(log, prompt.length, log.length), scores);
  }
}
