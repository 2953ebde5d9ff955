package dev.isthmus.planner.place;

/**
 * Where a person wants layers [first, last) of a verifier.
 *
 * @param node its id
 */
public record StageSpan(String node, int first, int last) {

  @Override
  public String toString() {
    return "[" + first + "," + last + ") at " + node;
  }
}
