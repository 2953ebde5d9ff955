package dev.isthmus.agent.assign;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** A workshop of two threads: one for events, one for long work. */
public final class ThreadWorkshop implements Workshop, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ThreadWorkshop.class);

  private final ScheduledExecutorService events =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "assign"));
  private final ExecutorService work =
      Executors.newSingleThreadExecutor(task -> daemon(task, "load"));

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public <T> void call(Callable<T> task, Consumer<T> done, Consumer<Throwable> failed) {
    work.execute(
        () -> {
          try {
            T result = task.call();
            event(() -> done.accept(result));
          } catch (Exception | OutOfMemoryError | LinkageError e) {
            LOG.debug("long work failed", e);
            event(() -> failed.accept(e));
          }
        });
  }

  @Override
  public void event(Runnable event) {
    events.execute(() -> guarded(event));
  }

  @Override
  public void later(Duration wait, Runnable event) {
    events.schedule(() -> guarded(event), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("an assignment could not be taken", e);
    }
  }

  @Override
  public void close() {
    work.shutdownNow();
    events.shutdownNow();
  }
}
