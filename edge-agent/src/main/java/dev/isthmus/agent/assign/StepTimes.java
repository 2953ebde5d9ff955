package dev.isthmus.agent.assign;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageInput;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.StepTime;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Times an engine's steps before it serves: windows of several lengths for one session, and one row
 * for several sessions, with a short context behind them. Medians of a few repeats; what steps take
 * while serving is counted by the meters.
 */
public final class StepTimes {

  private static final int[][] ROWS_AND_SESSIONS = {
    {1, 1}, {2, 1}, {4, 1}, {8, 1}, {16, 1}, {1, 4}, {1, 8}
  };
  private static final int CONTEXT = 64;
  private static final int REPEATS = 5;
  private static final int TOKEN = 1;

  private final StepEngine engine;
  private final LongSupplier nanos;

  public StepTimes(StepEngine engine, LongSupplier nanos) {
    this.engine = engine;
    this.nanos = nanos;
  }

  /** What fits the engine's windows, rows, context and KV; rows are those of one window. */
  public List<StepTime> measure() {
    List<StepTime> times = new ArrayList<>();
    for (int[] shape : ROWS_AND_SESSIONS) {
      if (fits(shape[0], shape[1])) {
        measure(shape[0], shape[1]).ifPresent(times::add);
      }
    }
    return times;
  }

  private boolean fits(int rows, int sessions) {
    EngineInfo info = engine.info();
    return sessions <= info.maxWindows()
        && rows * sessions <= info.maxRows()
        && CONTEXT <= info.maxRows()
        && CONTEXT + rows <= info.context();
  }

  private Optional<StepTime> measure(int rows, int sessions) {
    List<Sequence> sequences = new ArrayList<>();
    try {
      for (int i = 0; i < sessions; i++) {
        if (!(engine.admit(tokens(1, i), CONTEXT + rows) instanceof Admission.Admitted admitted)) {
          return Optional.empty();
        }
        sequences.add(admitted.sequence());
        engine.step(List.of(window(admitted.sequence(), CONTEXT, i, 0)));
      }
      return Optional.of(
          StepTime.newBuilder()
              .setRows(rows)
              .setSessions(sessions)
              .setMillis(median(sequences, rows))
              .build());
    } finally {
      for (Sequence sequence : sequences) {
        sequence.truncate(0);
        sequence.close();
      }
    }
  }

  private double median(List<Sequence> sequences, int rows) {
    double[] millis = new double[REPEATS];
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      List<Window> windows = new ArrayList<>();
      for (Sequence sequence : sequences) {
        windows.add(window(sequence, rows, 0, rows));
      }
      long start = nanos.getAsLong();
      engine.step(windows);
      millis[repeat] = (nanos.getAsLong() - start) / 1e6;
      sequences.forEach(sequence -> sequence.truncate(CONTEXT));
    }
    Arrays.sort(millis);
    return millis[REPEATS / 2];
  }

  private Window window(Sequence sequence, int rows, int salt, int logitRows) {
    if (engine.info().range().first() == 0) {
      return Window.of(sequence, tokens(rows, salt), logitRows);
    }
    FloatBuffer states = FloatBuffer.allocate(rows * engine.info().architecture().hidden());
    return new Window(sequence, new StageInput.Hidden(states, rows), logitRows);
  }

  private static int[] tokens(int count, int salt) {
    int[] tokens = new int[count];
    Arrays.fill(tokens, TOKEN);
    tokens[0] = TOKEN + salt;
    return tokens;
  }
}
