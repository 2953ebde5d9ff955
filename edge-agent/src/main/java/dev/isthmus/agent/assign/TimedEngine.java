package dev.isthmus.agent.assign;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.List;
import java.util.function.LongSupplier;

/** An engine whose steps are timed while it serves. */
final class TimedEngine implements StepEngine {

  private final StepEngine engine;
  private final LiveSteps live;
  private final LongSupplier nanos;

  TimedEngine(StepEngine engine, LiveSteps live, LongSupplier nanos) {
    this.engine = engine;
    this.live = live;
    this.nanos = nanos;
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public Admission admit(int[] tokens, int limit) {
    return engine.admit(tokens, limit);
  }

  @Override
  public List<StepResult> step(List<Window> windows) {
    long start = nanos.getAsLong();
    List<StepResult> results = engine.step(windows);
    double millis = (nanos.getAsLong() - start) / 1e6;
    int rows = windows.get(0).rows();
    if (windows.stream().allMatch(window -> window.rows() == rows)) {
      live.took(rows, windows.size(), millis);
    }
    return results;
  }

  @Override
  public KvUse kvUse() {
    return engine.kvUse();
  }

  @Override
  public void close() {
    engine.close();
  }
}
