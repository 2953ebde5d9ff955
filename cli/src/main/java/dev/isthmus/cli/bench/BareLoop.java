package dev.isthmus.cli.bench;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Decodes one stream with nothing around the engine: what a stack's speed is measured against. */
final class BareLoop {

  private final StepEngine engine;
  private final BenchModel model;
  private final LongSupplier nanos;

  BareLoop(StepEngine engine, BenchModel model, LongSupplier nanos) {
    this.engine = engine;
    this.model = model;
    this.nanos = nanos;
  }

  /** Tokens per second after the first token, greedy, as a client would count them. */
  double tokensPerSecond(String prompt, int maxTokens) {
    int[] ids = model.prompt(prompt);
    int[] log = Arrays.copyOf(ids, ids.length + maxTokens);
    int length = ids.length;
    GumbelChooser chooser = new GumbelChooser();
    if (!(engine.admit(ids, log.length) instanceof Admission.Admitted admitted)) {
      throw new IllegalStateException("the engine has no room for one session");
    }
    long first = 0;
    long last = 0;
    try (Sequence sequence = admitted.sequence()) {
      while (length < log.length) {
        int[] missing = Arrays.copyOfRange(log, sequence.length(), length);
        StepResult row = engine.step(List.of(Window.of(sequence, missing, 1))).get(0);
        int chosen = chooser.choose(row.values(), 0, row.width(), null, Sampling.GREEDY, length);
        last = nanos.getAsLong();
        first = first == 0 ? last : first;
        log[length++] = chosen;
        if (model.ends(chosen)) {
          break;
        }
      }
    }
    int tokens = length - ids.length;
    return tokens < 2 ? 0 : (tokens - 1) * 1e9 / (last - first);
  }
}
