package dev.isthmus.agent.experts;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How homes answered lately: the mean of their times, and which of them failed a moment ago.
 * Belongs to the stage's thread.
 */
final class HomeHealth {

  private static final double NEWEST = 0.2;
  private static final long REST_NANOS = Duration.ofMillis(500).toNanos();

  private final LongSupplier nanos;
  private final Map<String, Double> means = new HashMap<>();
  private final Map<String, Long> failedAt = new HashMap<>();

  /**
   * @param nanos a monotonic clock
   */
  HomeHealth(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void answered(String home, long tookNanos) {
    failedAt.remove(home);
    means.merge(home, (double) tookNanos, (old, now) -> old + NEWEST * (now - old));
  }

  void failed(String home) {
    failedAt.put(home, nanos.getAsLong());
  }

  /** Whether it failed within the last half second. */
  boolean rests(String home) {
    Long at = failedAt.get(home);
    return at != null && nanos.getAsLong() - at < REST_NANOS;
  }

  /** Nanoseconds that an answer takes, 0 where none came yet. */
  double mean(String home) {
    return means.getOrDefault(home, 0.0);
  }
}
