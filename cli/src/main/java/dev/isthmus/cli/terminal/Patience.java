package dev.isthmus.cli.terminal;

import dev.isthmus.engine.fetch.Pause;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How a command lets time pass.
 *
 * @param nanos a monotonic clock
 */
public record Patience(LongSupplier nanos, Pause pause) {

  /** The machine's own time. */
  public static final Patience REAL =
      new Patience(System::nanoTime, time -> Thread.sleep(time.toMillis()));

  /**
   * Looks at intervals until something holds.
   *
   * @return false where it did not hold within the limit
   */
  public boolean until(BooleanSupplier holds, Duration interval, Duration limit)
      throws InterruptedException {
    long end = nanos.getAsLong() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (nanos.getAsLong() - end > 0) {
        return false;
      }
      pause.pause(interval);
    }
    return true;
  }
}
