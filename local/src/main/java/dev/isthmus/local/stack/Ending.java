package dev.isthmus.local.stack;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes that this one did not start. */
final class Ending {

  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private Ending() {}

  /** Asks all to end, waits, and kills those that have not ended by then. */
  static void end(Collection<ProcessHandle> processes, Duration grace) {
    processes.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + grace.toNanos();
    for (ProcessHandle process : processes) {
      if (!ended(process, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        process.destroyForcibly();
        ended(process, AFTER_KILL);
      }
    }
  }

  private static boolean ended(ProcessHandle process, Duration limit) {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
