package dev.isthmus.router.speculate;

import java.time.Duration;

/**
 * How patient a session is with verifiers.
 *
 * @param openLimit for the answer to an opening. Dead paths are noticed by their probes, so this
 *     only ends the wait for an agent that lives and does not answer
 * @param replyLimit for the answer to a step; likewise
 * @param pause between two rounds through all verifiers
 * @param offlineAfter how long a running stream waits for any verifier
 */
public record SeatTiming(
    Duration openLimit,
    Duration replyLimit,
    Duration pause,
    Duration offlineAfter,
    Sleeper sleeper) {

  /** Waits; given in so that tests need not. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }
}
