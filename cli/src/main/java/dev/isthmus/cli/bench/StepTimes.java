package dev.isthmus.cli.bench;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/** Times single steps of an engine after a context, with logits for every row. */
final class StepTimes {

  private static final int WARM_UP = 3;
  private static final int SLACK = 64;

  private final StepEngine engine;
  private final int vocabulary;
  private final int context;
  private final int repeats;
  private final LongSupplier nanos;

  /**
   * @param context tokens before the window
   * @param nanos a monotonic clock
   */
  StepTimes(StepEngine engine, int vocabulary, int context, int repeats, LongSupplier nanos) {
    this.engine = engine;
    this.vocabulary = vocabulary;
    this.context = context;
    this.repeats = repeats;
    this.nanos = nanos;
  }

  /** Median milliseconds of one step. */
  double median(int rows, int sessions) {
    List<Sequence> sequences = new ArrayList<>();
    try {
      for (int i = 0; i < sessions; i++) {
        sequences.add(filled(rows, i));
      }
      List<Double> times = new ArrayList<>();
      for (int turn = 0; turn < repeats + WARM_UP; turn++) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
          windows.add(Window.of(sequences.get(i), tokens(context, rows, i), rows));
        }
        long begun = nanos.getAsLong();
        engine.step(windows);
        double millis = (nanos.getAsLong() - begun) / 1e6;
        if (turn >= WARM_UP) {
          times.add(millis);
        }
        sequences.forEach(sequence -> sequence.truncate(context));
      }
      return Statistics.median(times);
    } finally {
      sequences.forEach(Sequence::close);
    }
  }

  private Sequence filled(int rows, int session) {
    int[] tokens = tokens(0, context, session);
    if (!(engine.admit(tokens, context + rows + SLACK) instanceof Admission.Admitted admitted)) {
      throw new IllegalStateException("the engine has no room for session " + session);
    }
    Sequence sequence = admitted.sequence();
    int most = engine.info().maxRows();
    while (sequence.length() < context) {
      int length = sequence.length();
      int count = Math.min(most, context - length);
      engine.step(
          Collections.singletonList(Window.of(sequence, tokens(length, count, session), 0)));
    }
    return sequence;
  }

  /** The same ids for llama.cpp and for us: llama_steps.py computes them too. */
  private int[] tokens(int first, int count, int session) {
    int[] tokens = new int[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = (first + i + session * 31) * 7919 % (vocabulary - 100) + 50;
    }
    return tokens;
  }
}
