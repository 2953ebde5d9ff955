package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.StepTime;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What an engine's steps take while it serves, against what they took when it was measured at load.
 * Load and heat shift all steps alike, so one factor is kept, the mean over a minute (a CPU quota
 * stops a few steps for long, which a median would not see); it is news only where it differs
 * clearly from what was told last. Thread-safe.
 */
final class LiveSteps {

  private static final Duration PERIOD = Duration.ofMinutes(1);

  /** Fewer say nothing: the period goes on until there are as many. */
  private static final int LEAST_STEPS = 256;

  /** One long stop, such as of a machine that was suspended, is not how fast a node is. */
  private static final double MOST = 16;

  private static final double NEWS = 0.2;

  private final List<StepTime> measured;
  private final LongSupplier nanos;
  private double sum;
  private int count;
  private long begun;
  private double told;
  private List<StepTime> live = List.of();

  /**
   * @param measured at load; steps of other shapes are not counted
   * @param nanos a monotonic clock
   */
  LiveSteps(List<StepTime> measured, LongSupplier nanos) {
    this.measured = List.copyOf(measured);
    this.nanos = nanos;
  }

  /** Of an engine whose steps say nothing of its node. */
  static LiveSteps none() {
    return new LiveSteps(List.of(), () -> 0);
  }

  /**
   * A step while serving.
   *
   * @param rows of each of its windows
   * @param sessions windows
   */
  synchronized void took(int rows, int sessions, double millis) {
    measured.stream()
        .filter(step -> step.getRows() == rows && step.getSessions() == sessions)
        .filter(step -> step.getMillis() > 0 && millis > 0)
        .findFirst()
        .ifPresent(step -> count(millis / step.getMillis()));
  }

  private void count(double factor) {
    if (count++ == 0) {
      begun = nanos.getAsLong();
    }
    sum += Math.min(factor, MOST);
  }

  /** The measured steps as they are now; empty before a first period of serving was over. */
  synchronized List<StepTime> told() {
    if (count >= LEAST_STEPS && nanos.getAsLong() - begun >= PERIOD.toNanos()) {
      double factor = sum / count;
      if (told == 0 || Math.abs(factor / told - 1) >= NEWS) {
        told = factor;
        live = measured.stream().map(step -> scaled(step, factor)).toList();
      }
      count = 0;
      sum = 0;
    }
    return live;
  }

  private static StepTime scaled(StepTime step, double factor) {
    return step.toBuilder().setMillis(step.getMillis() * factor).build();
  }
}
