package dev.isthmus.agent.stage;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether a chain is joined, and since when not. Any thread. */
final class ChainHealth {

  /** A stage that restarts is no news to anyone but the sessions that wait for it. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private boolean joinedOnce;
  private boolean joined;
  private String why = "its stages were not reached yet";
  private long brokenAt;

  ChainHealth(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void joined() {
    joinedOnce = true;
    joined = true;
  }

  synchronized void broken(String reason) {
    brokenAt = joined ? nanos.getAsLong() : brokenAt;
    joined = false;
    why = reason;
  }

  synchronized boolean isJoined() {
    return joined;
  }

  /** Empty, or what the chain waits for. */
  synchronized String waiting() {
    boolean grace = joinedOnce && nanos.getAsLong() - brokenAt < GRACE.toNanos();
    return joined || grace ? "" : "Waiting for the chain: " + why;
  }
}
