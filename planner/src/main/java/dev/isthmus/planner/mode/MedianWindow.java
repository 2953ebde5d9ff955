package dev.isthmus.planner.mode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** Median of the last measurements: one slow round trip does not move it. Not thread-safe. */
public final class MedianWindow {

  private final int size;
  private final Deque<Double> last = new ArrayDeque<>();

  /**
   * @param size how many are kept, from 1
   */
  public MedianWindow(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("window of " + size + " measurements; 1 is the least");
    }
    this.size = size;
  }

  /** Values that are not finite or below 0 are no measurements and are left out. */
  public void add(double value) {
    if (!Double.isFinite(value) || value < 0) {
      return;
    }
    if (last.size() == size) {
      last.removeFirst();
    }
    last.addLast(value);
  }

  /** Empty before the first measurement. */
  public OptionalDouble median() {
    if (last.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] sorted = last.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
