package dev.isthmus.router.mode;

import dev.isthmus.planner.mode.StepTimeEstimate;
import dev.isthmus.planner.mode.StepTimes;

/**
 * What a verifier costs at its load: scored windows and plain steps. Only the mode in force is
 * measured, and load shifts both alike, so each measurement moves the other's figure along; else a
 * mode that was slow once under load would never be tried again. But a mode has costs of its own,
 * such as a drafter that takes the verifier's core: what changes with the mode is not taken for
 * load.
 *
 * @param windows V(rows)
 * @param plainMillis one token of plain decoding as it arrives here
 * @param last what was measured last
 */
record VerifierFigures(StepTimeEstimate windows, double plainMillis, Run last) {

  private static final double WINDOW_WEIGHT = 0.1;
  private static final double PLAIN_WEIGHT = 0.05;
  private static final double OUTLIER = 4;

  static VerifierFigures of(StepTimes profile) {
    return new VerifierFigures(
        StepTimeEstimate.of(profile), profile.millis(1), new Run(false, 0, 0));
  }

  /**
   * @param nanos when it was measured
   */
  VerifierFigures window(int rows, double millis, long nanos) {
    Run run = last.then(false, nanos);
    double measured = within(millis, windows.millis(rows));
    StepTimeEstimate next = windows.observe(rows, measured, run.weight(WINDOW_WEIGHT));
    double load = run.tellsOfLoad() ? next.factor() / windows.factor() : 1;
    return new VerifierFigures(next, plainMillis * load, run);
  }

  /**
   * @param nanos when it was measured
   */
  VerifierFigures plain(double millis, long nanos) {
    if (!(millis > 0)) {
      return this;
    }
    Run run = last.then(true, nanos);
    double measured = within(millis, plainMillis);
    double next = plainMillis + run.weight(PLAIN_WEIGHT) * (measured - plainMillis);
    double load = run.tellsOfLoad() ? next / plainMillis : 1;
    return new VerifierFigures(windows.scaled(load), next, run);
  }

  private static double within(double millis, double expected) {
    return Math.max(expected / OUTLIER, Math.min(expected * OUTLIER, millis));
  }

  /**
   * Measurements of one kind without the other between them. The first of them say what the kind
   * costs beside the other one, if that was measured a moment ago; those after them, what load does
   * to both.
   *
   * @param plain plain steps, else windows
   * @param length how many there are
   * @param nanos when the last one was measured
   */
  record Run(boolean plain, int length, long nanos) {

    private static final int COMPARED = 16;
    private static final long MOMENT_NANOS = 10_000_000_000L;

    Run then(boolean isPlain, long now) {
      boolean isFirst = length == 0;
      if (isPlain == plain && !isFirst) {
        return new Run(plain, length + 1, now);
      }
      boolean isCompared = isFirst || now - nanos < MOMENT_NANOS;
      return new Run(isPlain, isCompared ? 1 : COMPARED + 1, now);
    }

    boolean tellsOfLoad() {
      return length > COMPARED;
    }

    /** Of the last one: a run's first ones count for more. */
    double weight(double usual) {
      return Math.max(usual, 0.5 / length);
    }
  }
}
