package dev.isthmus.agent.assign;

import java.time.Duration;

/** How long to wait before what failed is tried again: 2 s, doubled each time, 5 min at most. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration MOST = Duration.ofMinutes(5);

  private Backoff() {}

  /**
   * @param failures in a row, 1 or more
   */
  static Duration after(int failures) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(MOST) < 0 ? wait : MOST;
  }
}
