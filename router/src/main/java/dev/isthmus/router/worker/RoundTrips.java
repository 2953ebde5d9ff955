package dev.isthmus.router.worker;

import dev.isthmus.planner.mode.MedianWindow;
import java.util.OptionalDouble;

/**
 * Measured round trips of one path, in ms. The first ones carry what is paid once: connecting, and
 * two processes that still load and interpret their code (half a second was seen over loopback). So
 * the least of these stands for all until the path has settled; then it is the median of the last.
 */
final class RoundTrips {

  private static final int SETTLING = 4;
  private static final int WINDOW = 9;

  private final MedianWindow settled = new MedianWindow(WINDOW);
  private double least = Double.POSITIVE_INFINITY;
  private int answers;

  void add(double millis) {
    if (isSettling()) {
      answers++;
      least = Math.min(least, millis);
    } else {
      settled.add(millis);
    }
  }

  boolean isSettling() {
    return answers < SETTLING;
  }

  /** Empty before the first answer. */
  OptionalDouble millis() {
    if (answers == 0) {
      return OptionalDouble.empty();
    }
    OptionalDouble median = settled.median();
    return median.isPresent() ? median : OptionalDouble.of(least);
  }
}
