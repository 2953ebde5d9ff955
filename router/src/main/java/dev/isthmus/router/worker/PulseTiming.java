package dev.isthmus.router.worker;

import java.time.Duration;

/**
 * How a path to a worker is watched.
 *
 * @param interval between probes while streams are open
 * @param idleInterval between probes while none is
 * @param silence a path on which nothing was heard for so long, and two round trips, is lost
 */
public record PulseTiming(Duration interval, Duration idleInterval, Duration silence) {

  /** A silent link is noticed within about 2 s. */
  public static final PulseTiming STANDARD =
      new PulseTiming(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofMillis(1200));
}
