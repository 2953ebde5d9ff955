package dev.isthmus.router.session;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The running sessions of this router. Thread-safe. */
public final class Sessions {

  private final SessionTools tools;
  private final ExecutorService threads;
  private final Supplier<String> ids;
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean draining;

  /**
   * @param threads one runs each session from beginning to end
   * @param ids unique session ids
   * @param most sessions at a time
   */
  public Sessions(SessionTools tools, ExecutorService threads, Supplier<String> ids, int most) {
    this.tools = tools;
    this.threads = threads;
    this.ids = ids;
    this.most = most;
  }

  /** Why no session can begin. */
  public enum Refusal {
    DRAINING,
    FULL
  }

  /** What became of a request for a thread. */
  public sealed interface Start {

    /**
     * @param running cancelling it ends the session as if the client had gone
     */
    record Started(Future<?> running) implements Start {}

    record Refused(Refusal why) implements Start {}
  }

  /** Runs work that ends in {@link #run} on a thread of its own, or says why not. */
  public Start start(Runnable work) {
    if (draining) {
      return new Start.Refused(Refusal.DRAINING);
    }
    if (open.incrementAndGet() > most) {
      done();
      return new Start.Refused(Refusal.FULL);
    }
    Running running = new Running(work);
    threads.execute(running);
    return new Start.Started(running);
  }

  /** Runs a session on the calling thread until it is over. */
  public void run(GenerationRequest request, Client client) {
    new Session(ids.get(), request, client, tools).run();
  }

  public int open() {
    return open.get();
  }

  public boolean isDraining() {
    return draining;
  }

  /**
   * Takes no more sessions and waits for those that run.
   *
   * @param limit after which they are ended
   * @return whether all of them ended by themselves
   */
  public boolean drain(Duration limit) throws InterruptedException {
    draining = true;
    synchronized (open) {
      long end = tools.nanos().getAsLong() + limit.toNanos();
      long left = limit.toNanos();
      while (open.get() > 0 && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(open, left);
        left = end - tools.nanos().getAsLong();
      }
    }
    boolean all = open.get() == 0;
    threads.shutdownNow();
    threads.awaitTermination(1, TimeUnit.SECONDS);
    return all;
  }

  private void done() {
    synchronized (open) {
      open.decrementAndGet();
      open.notifyAll();
    }
  }

  /** Counted until it is done or cancelled, and cancelled work may never have begun. */
  private final class Running extends FutureTask<Void> {

    Running(Runnable work) {
      super(work, null);
    }

    @Override
    protected void done() {
      Sessions.this.done();
    }
  }
}
