package dev.isthmus.cli.bench;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics of measured figures. */
public final class Statistics {

  private Statistics() {}

  /**
   * The value below which a share of the figures lies, interpolated between neighbours.
   *
   * @param share 0..1
   * @throws IllegalArgumentException where there are no figures
   */
  public static double quantile(Collection<Double> figures, double share) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The value in the middle. */
  public static double median(Collection<Double> figures) {
    return quantile(figures, 0.5);
  }
}
