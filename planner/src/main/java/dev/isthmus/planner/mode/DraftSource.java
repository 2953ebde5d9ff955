package dev.isthmus.planner.mode;

/**
 * Where drafts can come from.
 *
 * @param name as users read it: "draft model", "prompt lookup"
 * @param stepMillis d, one drafted token, with the catch-up row spread over the round; 0 for lookup
 * @param roundTripMillis from the router to the drafter; 0 where it is in the router's process
 * @param acceptance a, probability that a drafted token is accepted where all before it were, [0,
 *     1]
 * @param offered share of the rounds that it has a draft for, [0, 1]; a draft model always has
 */
public record DraftSource(
    String name, double stepMillis, double roundTripMillis, double acceptance, double offered) {

  /** Of a source that always has a draft. */
  public DraftSource(String name, double stepMillis, double roundTripMillis, double acceptance) {
    this(name, stepMillis, roundTripMillis, acceptance, 1);
  }

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
    checkShare(name, "acceptance", acceptance);
    checkShare(name, "share of rounds with a draft", offered);
  }

  /** The same source in a round that it has a draft for. */
  public DraftSource whenOffered() {
    return new DraftSource(name, stepMillis, roundTripMillis, acceptance);
  }

  private static void checkShare(String name, String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          name + ": " + what + " is " + value + "; it lies in [0, 1]");
    }
  }
}
