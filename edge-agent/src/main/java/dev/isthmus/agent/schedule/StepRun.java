package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.List;
import java.util.function.Consumer;

/**
 * One step under way: hands every session its share when it comes, unless the session asked for
 * something else meanwhile.
 */
final class StepRun implements StepListener {

  private final EngineSeat seat;
  private final SessionTable table;
  private final List<WorkerSession> served;
  private final List<Window> windows;
  private final Consumer<Boolean> answered;
  private final long[] tickets;
  private final boolean[] done;
  private final long start;
  private int open;

  /**
   * @param answered hears of each window's answer, and whether it was the step's last
   */
  StepRun(
      EngineSeat seat,
      SessionTable table,
      List<WorkerSession> served,
      List<Window> windows,
      Consumer<Boolean> answered) {
    this.seat = seat;
    this.table = table;
    this.served = served;
    this.windows = windows;
    this.answered = answered;
    this.tickets = served.stream().mapToLong(WorkerSession::ticket).toArray();
    this.done = new boolean[served.size()];
    this.start = seat.nanos().getAsLong();
    this.open = served.size();
  }

  @Override
  public void scored(int window, StepResult result, long micros) {
    finish(window);
    if (served.get(window).ticket() == tickets[window]) {
      served.get(window).scored(result, micros);
    }
  }

  @Override
  public void failed(int window, String why) {
    finish(window);
    if (served.get(window).ticket() == tickets[window]) {
      table.fail(served.get(window), why);
    }
  }

  /** Everything that was not answered yet fails. */
  void failedWhole(Throwable cause) {
    for (int i = 0; i < done.length; i++) {
      if (!done[i]) {
        failed(i, "the engine failed: " + cause);
      }
    }
    seat.counts().failed(cause);
  }

  private void finish(int window) {
    done[window] = true;
    open--;
    answered.accept(open == 0);
    if (open == 0) {
      count(seat.nanos().getAsLong() - start);
    }
  }

  private void count(long nanos) {
    int rows = windows.stream().mapToInt(Window::rows).sum();
    int logits = windows.stream().mapToInt(Window::logitRows).sum();
    seat.counts().stepped(rows, windows.size(), rows - logits, nanos);
  }
}
