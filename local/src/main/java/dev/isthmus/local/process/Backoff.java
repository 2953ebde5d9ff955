package dev.isthmus.local.process;

import java.time.Duration;

/**
 * How long to wait before a process that died is started again: twice as long after each quick
 * death, the first wait again after it lived for a while.
 */
public record Backoff(Duration first, Duration most, Duration settled) {

  /** Half a second, up to ten; a minute of life settles it. */
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(1));

  private static final int MOST_DOUBLINGS = 20;

  /**
   * @param quickDeaths how many times in a row it died before it had settled, from 0
   */
  public Duration after(int quickDeaths) {
    Duration wait = first.multipliedBy(1L << Math.min(quickDeaths, MOST_DOUBLINGS));
    return wait.compareTo(most) > 0 ? most : wait;
  }

  /** Whether a life was long enough to count as no quick death. */
  public boolean isSettled(Duration life) {
    return life.compareTo(settled) >= 0;
  }
}
