package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.ArrayList;
import java.util.List;

/** Forms a step from what the sessions have ready, runs it, and hands every session its share. */
final class Stepper {

  private final EngineSeat seat;
  private final SessionTable table;
  private final Batcher batcher;
  private long steps;

  Stepper(EngineSeat seat, SessionTable table) {
    this.seat = seat;
    this.table = table;
    this.batcher =
        new Batcher(
            new Batcher.Limits(
                seat.info().maxWindows(),
                seat.info().maxRows(),
                seat.limits().prefillRows(),
                seat.limits().prefillRowsBeside()));
  }

  /** Runs one step; false where no session has anything to score. */
  boolean step() {
    List<WorkerSession> ready = table.ready();
    if (ready.isEmpty()) {
      return false;
    }
    List<Demand> demands = ready.stream().map(WorkerSession::demand).toList();
    List<WorkerSession> served = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    steps++;
    for (Grant grant : batcher.plan(demands)) {
      WorkerSession session = ready.get(grant.index());
      Demand demand = demands.get(grant.index());
      int logitRows = grant.rows() == demand.rows() ? demand.logitRows() : 0;
      served.add(session);
      windows.add(Window.of(session.sequence, session.feed(grant.rows()), logitRows));
      session.servedIn(steps);
    }
    run(served, windows);
    return true;
  }

  private void run(List<WorkerSession> served, List<Window> windows) {
    int[] before = windows.stream().mapToInt(window -> window.sequence().length()).toArray();
    try {
      long start = seat.nanos().getAsLong();
      List<StepResult> results = seat.engine().step(windows);
      long nanos = seat.nanos().getAsLong() - start;
      for (int i = 0; i < served.size(); i++) {
        served.get(i).scored(results.get(i), nanos / 1000);
      }
      count(windows, nanos);
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(served, windows, before, e);
    }
  }

  /** KV of closed sessions may be taken over: what the failed step wrote must not be. */
  private void failed(
      List<WorkerSession> served, List<Window> windows, int[] before, Throwable cause) {
    for (int i = 0; i < served.size(); i++) {
      var sequence = windows.get(i).sequence();
      sequence.truncate(Math.min(before[i], sequence.length()));
      table.fail(served.get(i), "the engine failed: " + cause);
    }
    seat.counts().failed(cause);
  }

  private void count(List<Window> windows, long nanos) {
    int rows = 0;
    int logits = 0;
    for (Window window : windows) {
      rows += window.rows();
      logits += window.logitRows();
    }
    seat.counts().stepped(rows, windows.size(), rows - logits, nanos);
  }
}
