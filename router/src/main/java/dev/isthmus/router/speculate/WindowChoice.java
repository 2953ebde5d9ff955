package dev.isthmus.router.speculate;

import java.util.List;

/** Decides, round by round, who drafts and how much; and learns from how it went. */
public interface WindowChoice {

  /** How many tokens to ask of each source, best source first; 0 leaves a source out. */
  List<Wanted> wanted(List<DraftSeat> available);

  /**
   * How many tokens a source may draft on while a window of its is away; 0 where that hardly ever
   * comes true, or would not be done when the window is back.
   *
   * @param drafted tokens of the window
   */
  int ahead(DraftSeat source, int drafted);

  /** How many tokens to ask of a source beside the verifier, from 1. */
  int beside(DraftSeat source);

  /**
   * @param count from 1
   */
  record Wanted(DraftSeat source, int count) {}

  /**
   * @param drafted 0 where it was asked and had nothing
   */
  void observed(DraftSeat source, int drafted, int accepted);

  /**
   * @param rows that the verifier scored
   * @param millis as seen by the verifier, waiting included
   */
  void verified(int rows, double millis);
}
