package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Forms steps from what the sessions have ready and begins them. Where steps can overlap, each
 * takes only its share of the sessions, so that no stage of a chain idles while another works; and
 * there are no more steps than shares, since a step of fewer sessions costs nearly as much.
 */
final class Stepper {

  private final EngineSeat seat;
  private final SessionTable table;
  private long steps;
  private int underWay;
  private int flying;

  Stepper(EngineSeat seat, SessionTable table) {
    this.seat = seat;
    this.table = table;
  }

  /** Begins one step; false where no session has anything to score, or enough steps run. */
  boolean step() {
    if (underWay >= seat.pipeline().depth()) {
      return false;
    }
    List<WorkerSession> ready = table.ready();
    if (ready.isEmpty() || isWorthWaiting(ready.size())) {
      return false;
    }
    List<Demand> demands = ready.stream().map(WorkerSession::demand).toList();
    List<WorkerSession> served = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    steps++;
    for (Grant grant : new Batcher(limits(ready.size())).plan(demands)) {
      WorkerSession session = ready.get(grant.index());
      Demand demand = demands.get(grant.index());
      int logitRows = grant.rows() == demand.rows() ? demand.logitRows() : 0;
      served.add(session);
      windows.add(Window.of(session.sequence, session.feed(grant.rows()), logitRows));
      session.servedIn(steps);
    }
    begin(served, windows);
    return true;
  }

  /** Whether a step of less than a share would be one more than there are shares. */
  private boolean isWorthWaiting(int ready) {
    int share = share(ready);
    return ready < share && underWay >= dividedUp(ready + flying, share);
  }

  private int share(int ready) {
    return dividedUp(ready + flying, seat.pipeline().depth());
  }

  private static int dividedUp(int windows, int by) {
    return (windows + by - 1) / by;
  }

  private Batcher.Limits limits(int ready) {
    return new Batcher.Limits(
        Math.min(share(ready), seat.info().maxWindows()),
        seat.info().maxRows(),
        seat.limits().prefillRows(),
        seat.limits().prefillRowsBeside());
  }

  private void begin(List<WorkerSession> served, List<Window> windows) {
    int[] before = windows.stream().mapToInt(window -> window.sequence().length()).toArray();
    underWay++;
    flying += windows.size();
    StepRun run = new StepRun(seat, table, served, windows, this::answered);
    try {
      seat.pipeline().begin(windows, run);
    } catch (RuntimeException | OutOfMemoryError e) {
      // KV of closed sessions may be taken over: what the failed step wrote must not be.
      for (int i = 0; i < served.size(); i++) {
        var sequence = windows.get(i).sequence();
        sequence.truncate(Math.min(before[i], sequence.length()));
      }
      run.failedWhole(e);
    }
  }

  private void answered(boolean lastOfStep) {
    flying--;
    underWay -= lastOfStep ? 1 : 0;
  }
}
