package dev.isthmus.agent.experts;

import dev.isthmus.protocol.v1.ExpertHome;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How homes answered lately: the mean of their times, and which of them failed a moment ago. A home
 * that was slow is asked again, for it may have been cold or busy then, once that can cost no more
 * than a hundredth of the time. Belongs to the stage's thread.
 */
final class HomeHealth {

  private static final double NEWEST = 0.2;
  private static final long REST_NANOS = Duration.ofMillis(500).toNanos();

  /** How many times as long as a call takes its time is remembered. */
  private static final double REMEMBERED = 100;

  private static final Took NEVER = new Took(0, Long.MIN_VALUE);

  private final LongSupplier nanos;
  private final Map<String, Took> times = new HashMap<>();
  private final Map<String, Long> failedAt = new HashMap<>();

  /**
   * @param mean nanoseconds of a call, answered or not
   * @param at when the last one ended
   */
  private record Took(double mean, long at) {}

  /**
   * @param nanos a monotonic clock
   */
  HomeHealth(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void answered(String home, long tookNanos) {
    failedAt.remove(home);
    took(home, tookNanos);
  }

  void failed(String home, long tookNanos) {
    failedAt.put(home, nanos.getAsLong());
    took(home, tookNanos);
  }

  private void took(String home, double last) {
    double mean = mean(home);
    times.put(home, new Took(mean == 0 ? last : mean + NEWEST * (last - mean), nanos.getAsLong()));
  }

  /** Whether it failed within the last half second. */
  boolean rests(String home) {
    Long at = failedAt.get(home);
    return at != null && nanos.getAsLong() - at < REST_NANOS;
  }

  /**
   * The one to ask comes first. Before those that rest: homes whose time is not known any more, the
   * one that was asked longest ago first; then the others, the fastest first.
   */
  Comparator<ExpertHome> order() {
    return Comparator.comparing((ExpertHome home) -> rests(home.getRoleId()))
        .thenComparingDouble(home -> mean(home.getRoleId()))
        .thenComparingLong(home -> times.getOrDefault(home.getRoleId(), NEVER).at())
        .thenComparing(ExpertHome::getRoleId);
  }

  /** Nanoseconds that a call takes, 0 where none was made lately. */
  private double mean(String home) {
    Took took = times.getOrDefault(home, NEVER);
    return nanos.getAsLong() - took.at() < REMEMBERED * took.mean() ? took.mean() : 0;
  }
}
