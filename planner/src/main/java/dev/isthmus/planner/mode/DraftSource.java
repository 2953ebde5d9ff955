package dev.isthmus.planner.mode;

/**
 * Where drafts can come from.
 *
 * @param name as users read it: "draft model", "prompt lookup"
 * @param stepMillis d, one drafted token, with the catch-up row spread over the round; 0 for lookup
 * @param roundTripMillis from the router to the drafter; 0 where it is in the router's process
 * @param acceptance a, probability that a drafted token is accepted where all before it were, [0,
 *     1]
 */
public record DraftSource(
    String name, double stepMillis, double roundTripMillis, double acceptance) {

  public DraftSource {
    if (!(stepMillis >= 0) || !(roundTripMillis >= 0)) {
      throw new IllegalArgumentException(
          name
              + ": step "
              + stepMillis
              + " ms, round trip "
              + roundTripMillis
              + " ms; neither may be negative");
    }
    if (!(acceptance >= 0 && acceptance <= 1)) {
      throw new IllegalArgumentException(
          name + ": acceptance is " + acceptance + "; it lies in [0, 1]");
    }
  }
}
