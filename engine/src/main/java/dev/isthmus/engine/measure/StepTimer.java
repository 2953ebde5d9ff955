package dev.isthmus.engine.measure;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageInput;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.Window;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Times steps as they are served: windows of one length for a number of sessions. Its sessions, and
 * the context behind them, serve all shapes.
 */
public final class StepTimer implements AutoCloseable {

  private static final int WARM_UP = 3;

  private final StepEngine engine;
  private final LongSupplier nanos;
  private final int context;
  private final List<Sequence> sequences = new ArrayList<>();

  /**
   * @param engine any stage; one that takes hidden states gets zeros
   * @param nanos a monotonic clock
   * @param context tokens behind each window, at least one
   */
  public StepTimer(StepEngine engine, LongSupplier nanos, int context) {
    this.engine = engine;
    this.nanos = nanos;
    this.context = context;
  }

  /**
   * Times one shape of step, logits for all rows.
   *
   * @param repeats steps that are timed, after three that are not
   * @return empty where the engine's windows, rows, context or KV have no room for it
   */
  public Optional<StepTime> time(int sessions, int rows, int repeats) {
    if (!fits(sessions, rows)) {
      return Optional.empty();
    }
    while (sequences.size() < sessions) {
      Optional<Sequence> begun = begin(sequences.size());
      if (begun.isEmpty()) {
        return Optional.empty();
      }
      sequences.add(begun.get());
    }
    List<Sequence> stepped = sequences.subList(0, sessions);
    for (Sequence sequence : stepped) {
      if (sequence.limit() < context + rows && !sequence.extend(context + rows)) {
        return Optional.empty();
      }
    }
    for (int i = 0; i < WARM_UP; i++) {
      once(stepped, rows);
    }
    double[] millis = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      millis[i] = once(stepped, rows);
    }
    Arrays.sort(millis);
    return Optional.of(new StepTime(sessions, rows, context, millis[repeats / 2]));
  }

  private boolean fits(int sessions, int rows) {
    EngineInfo info = engine.info();
    return sessions <= info.maxWindows()
        && rows * sessions <= info.maxRows()
        && context + rows <= info.context();
  }

  private Optional<Sequence> begin(int session) {
    int[] prompt = tokens(context, session);
    if (!(engine.admit(prompt, context + 1) instanceof Admission.Admitted admitted)) {
      return Optional.empty();
    }
    Sequence sequence = admitted.sequence();
    sequence.truncate(0);
    int chunk = engine.info().maxRows();
    for (int done = 0; done < context; done += chunk) {
      int[] part = Arrays.copyOfRange(prompt, done, Math.min(context, done + chunk));
      engine.step(List.of(window(sequence, part, 0)));
    }
    return Optional.of(sequence);
  }

  private double once(List<Sequence> stepped, int rows) {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < stepped.size(); i++) {
      stepped.get(i).truncate(context);
      windows.add(window(stepped.get(i), tokens(rows, i + context), rows));
    }
    long start = nanos.getAsLong();
    engine.step(windows);
    return (nanos.getAsLong() - start) / 1e6;
  }

  private Window window(Sequence sequence, int[] tokens, int logitRows) {
    if (engine.info().range().first() == 0) {
      return Window.of(sequence, tokens, logitRows);
    }
    int rows = tokens.length;
    FloatBuffer states = FloatBuffer.allocate(rows * engine.info().architecture().hidden());
    return new Window(sequence, new StageInput.Hidden(states, rows), logitRows);
  }

  private int[] tokens(int count, int salt) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, i -> (salt + i) * 7919 % engine.info().architecture().vocabulary());
    return tokens;
  }

  /** Leaves no KV. */
  @Override
  public void close() {
    for (Sequence sequence : sequences) {
      sequence.truncate(0);
      sequence.close();
    }
    sequences.clear();
  }
}
