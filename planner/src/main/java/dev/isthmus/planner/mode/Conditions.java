package dev.isthmus.planner.mode;

import java.util.List;

/**
 * What is known when a mode is chosen, for one service at one router.
 *
 * @param verifier V(rows) at the verifier's load, as served
 * @param plainMillis one token of plain decoding as served (padding, streaming and load included)
 * @param roundTripMillis R, from the router to the verifier and back
 * @param drafts what can draft for this router; empty where nothing can
 * @param beside what can draft in the verifier's own process, for no round trip
 * @param maxDraftTokens longest window, 0 for no drafting
 * @param plain the mode without drafts: {@link Mode#CLOUD}, or {@link Mode#SPLIT} where the
 *     verifier is split between sites
 */
public record Conditions(
    StepTimes verifier,
    double plainMillis,
    double roundTripMillis,
    List<DraftSource> drafts,
    List<DraftSource> beside,
    int maxDraftTokens,
    Goal goal,
    Mode plain) {

  /** Of a verifier that is at one site and has nothing beside it. */
  public Conditions(
      StepTimes verifier,
      double plainMillis,
      double roundTripMillis,
      List<DraftSource> drafts,
      int maxDraftTokens,
      Goal goal) {
    this(
        verifier,
        plainMillis,
        roundTripMillis,
        drafts,
        List.of(),
        maxDraftTokens,
        goal,
        Mode.CLOUD);
  }

  public Conditions {
    drafts = List.copyOf(drafts);
    beside = List.copyOf(beside);
    if (!(plainMillis > 0) || !(roundTripMillis >= 0) || maxDraftTokens < 0) {
      throw new IllegalArgumentException(
          "plain step "
              + plainMillis
              + " ms, round trip "
              + roundTripMillis
              + " ms, longest draft "
              + maxDraftTokens
              + "; the first must be above 0, the others 0 or more");
    }
  }
}
