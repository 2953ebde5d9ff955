package dev.isthmus.agent.assign;

import dev.isthmus.engine.measure.StepTimer;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.StepTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times an engine's steps before it serves: windows of several lengths for one session, and one row
 * for several sessions, with a short context behind them. What steps take while serving is counted
 * by the meters.
 */
public final class StepTimes {

  private static final int[][] ROWS_AND_SESSIONS = {
    {1, 1}, {2, 1}, {4, 1}, {8, 1}, {16, 1}, {1, 4}, {1, 8}
  };
  private static final int CONTEXT = 64;
  private static final int REPEATS = 5;

  private final StepEngine engine;
  private final LongSupplier nanos;

  public StepTimes(StepEngine engine, LongSupplier nanos) {
    this.engine = engine;
    this.nanos = nanos;
  }

  /** What fits the engine's windows, rows, context and KV; rows are those of one window. */
  public List<StepTime> measure() {
    List<StepTime> times = new ArrayList<>();
    try (StepTimer timer = new StepTimer(engine, nanos, CONTEXT)) {
      for (int[] shape : ROWS_AND_SESSIONS) {
        timer
            .time(shape[1], shape[0], REPEATS)
            .ifPresent(
                took ->
                    times.add(
                        StepTime.newBuilder()
                            .setRows(took.rows())
                            .setSessions(took.sessions())
                            .setMillis(took.millis())
                            .build()));
      }
    }
    return times;
  }
}
