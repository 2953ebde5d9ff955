package dev.isthmus.engine.runtime;

/**
 * How well the experts in memory met what was asked for.
 *
 * @param hits experts that were there when rows came for them
 * @param misses experts that rows had to wait for
 * @param ahead experts that were loaded before rows came for them
 * @param stallNanos how long rows waited in all
 * @param residentBytes weights in memory now
 * @param peakBytes most that were in memory at a time
 * @param limitBytes most that may be
 */
public record ExpertUse(
    long hits,
    long misses,
    long ahead,
    long stallNanos,
    long residentBytes,
    long peakBytes,
    long limitBytes) {

  /** Share of experts that were there when asked for, 1 before the first. */
  public double hitRatio() {
    return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
  }
}
