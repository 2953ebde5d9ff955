package dev.isthmus.planner.mode;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Milliseconds of one step by the rows that it scores, V(rows): measured at some row counts, linear
 * between them, and beyond the largest with the slope of the last two.
 *
 * @param millisByRows at least one entry; rows from 1, times above 0
 */
public record StepTimes(NavigableMap<Integer, Double> millisByRows) {

  public StepTimes {
    millisByRows = Collections.unmodifiableNavigableMap(new TreeMap<>(millisByRows));
    if (millisByRows.isEmpty()) {
      throw new IllegalArgumentException(
          "step times are empty; one measured row count is the least");
    }
    millisByRows.forEach(StepTimes::check);
  }

  public static StepTimes of(Map<Integer, Double> millisByRows) {
    return new StepTimes(new TreeMap<>(millisByRows));
  }

  /** V(rows), rows from 1. Below the smallest measured count: that count's time. */
  public double millis(int rows) {
    Map.Entry<Integer, Double> below = millisByRows.floorEntry(rows);
    Map.Entry<Integer, Double> above = millisByRows.ceilingEntry(rows);
    if (below == null) {
      return above.getValue();
    }
    if (above == null) {
      above = below;
      below = millisByRows.lowerEntry(above.getKey());
      if (below == null) {
        // One measured count says nothing of the slope: time in proportion to rows is the dearest.
        return above.getValue() * rows / above.getKey();
      }
      return Math.max(above.getValue(), line(below, above, rows));
    }
    return below.getKey().equals(above.getKey()) ? below.getValue() : line(below, above, rows);
  }

  /** The same table with every time multiplied. */
  public StepTimes scaled(double factor) {
    NavigableMap<Integer, Double> scaled = new TreeMap<>();
    millisByRows.forEach((rows, millis) -> scaled.put(rows, millis * factor));
    return new StepTimes(scaled);
  }

  private static double line(
      Map.Entry<Integer, Double> from, Map.Entry<Integer, Double> to, int rows) {
    double slope = (to.getValue() - from.getValue()) / (to.getKey() - from.getKey());
    return from.getValue() + slope * (rows - from.getKey());
  }

  private static void check(int rows, double millis) {
    if (rows < 1 || !Double.isFinite(millis) || millis <= 0) {
      throw new IllegalArgumentException(
          "step time of " + rows + " rows is " + millis + " ms; rows and time must be above 0");
    }
  }
}
