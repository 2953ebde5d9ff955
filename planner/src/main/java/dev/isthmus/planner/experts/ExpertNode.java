package dev.isthmus.planner.experts;

/**
 * A node that may be a home of experts.
 *
 * @param freeBytes for experts: what it holds of the current placement counts as free
 * @param rowMillis that one token takes in one expert there
 */
public record ExpertNode(String id, String site, long freeBytes, double rowMillis) {

  public ExpertNode {
    if (!(rowMillis > 0)) {
      throw new IllegalArgumentException(
          id + ": " + rowMillis + " ms for a row of an expert; it must be above 0");
    }
  }
}
