package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A whole model in one engine: a step is answered before it returns. */
public final class LocalPipeline implements Pipeline {

  private final StepEngine engine;
  private final LongSupplier nanos;

  public LocalPipeline(StepEngine engine, LongSupplier nanos) {
    this.engine = engine;
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
  public KvUse kvUse() {
    return engine.kvUse();
  }

  @Override
  public int depth() {
    return 1;
  }

  @Override
  public void begin(List<Window> windows, StepListener listener) {
    long start = nanos.getAsLong();
    List<StepResult> results = engine.step(windows);
    long micros = (nanos.getAsLong() - start) / 1000;
    for (int i = 0; i < windows.size(); i++) {
      listener.scored(i, results.get(i), micros);
    }
  }

  @Override
  public boolean takeIn() {
    return false;
  }

  @Override
  public void onArrival(Runnable wake) {
    // Nothing ever comes later.
  }

  @Override
  public String ready() {
    return "";
  }

  @Override
  public Optional<Profile> profile() {
    return Optional.empty();
  }

  @Override
  public void assigned(RoleAssignment latest) {
    // Everything that concerns an engine needs another one when it changes.
  }

  @Override
  public void close() {
    engine.close();
  }
}
