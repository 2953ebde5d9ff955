package dev.isthmus.router.mode;

import dev.isthmus.planner.mode.StepTimeEstimate;
import dev.isthmus.planner.mode.StepTimes;

/**
 * What a verifier costs at its load: scored windows and plain steps. Only the mode in force is
 * measured, and load shifts both alike, so each measurement moves the other's figure along; else a
 * mode that was slow once under load would never be tried again.
 *
 * @param windows V(rows)
 * @param plainMillis one token of plain decoding as it arrives here
 * @param plainSteps how many were measured
 */
record VerifierFigures(StepTimeEstimate windows, double plainMillis, int plainSteps) {

  private static final double WEIGHT = 0.05;
  private static final int CALIBRATION = 16;
  private static final double OUTLIER = 4;

  static VerifierFigures of(StepTimes profile) {
    return new VerifierFigures(StepTimeEstimate.of(profile), profile.millis(1), 0);
  }

  VerifierFigures window(int rows, double millis) {
    StepTimeEstimate next = windows.observe(rows, within(millis, windows.millis(rows)));
    double moved = plainMillis * next.factor() / windows.factor();
    return new VerifierFigures(next, moved, plainSteps);
  }

  VerifierFigures plain(double millis) {
    if (!(millis > 0)) {
      return this;
    }
    double weight = Math.max(WEIGHT, 1.0 / (plainSteps + 1));
    double next = plainMillis + weight * (within(millis, plainMillis) - plainMillis);
    // The first steps say what plain decoding costs beside windows, those after them what load
    // does.
    double factor =
        plainSteps < CALIBRATION ? windows.factor() : windows.factor() * next / plainMillis;
    StepTimeEstimate moved = new StepTimeEstimate(windows.profile(), factor, windows.weight());
    return new VerifierFigures(moved, next, plainSteps + 1);
  }

  private static double within(double millis, double expected) {
    return Math.max(expected / OUTLIER, Math.min(expected * OUTLIER, millis));
  }
}
