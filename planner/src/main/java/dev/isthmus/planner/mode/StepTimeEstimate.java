package dev.isthmus.planner.mode;

/**
 * V(rows) under the present load: a node's profile, multiplied by how much slower or faster live
 * steps are than it said (exponentially weighted). Load shifts all rows alike, so every live step
 * teaches about every row count.
 *
 * @param profile measured when the node was idle
 * @param factor live time over the profile's
 */
public record StepTimeEstimate(StepTimes profile, double factor) {

  public static StepTimeEstimate of(StepTimes profile) {
    return new StepTimeEstimate(profile, 1);
  }

  /**
   * @param rows that the step scored
   * @param millis that it took, above 0; else left out
   * @param weight of this measurement, (0, 1]
   */
  public StepTimeEstimate observe(int rows, double millis, double weight) {
    if (!Double.isFinite(millis) || millis <= 0) {
      return this;
    }
    double live = millis / profile.millis(rows);
    return new StepTimeEstimate(profile, factor + weight * (live - factor));
  }

  /** The same with every time multiplied. */
  public StepTimeEstimate scaled(double by) {
    return new StepTimeEstimate(profile, factor * by);
  }

  public StepTimes now() {
    return profile.scaled(factor);
  }

  public double millis(int rows) {
    return factor * profile.millis(rows);
  }
}
