package dev.isthmus.planner.place;

import java.util.List;

/** What became of a demand. */
public sealed interface PlaceResult {

  /** A reason and what is short, by how much. */
  record Shortfall(Reason reason, String message) {}

  /**
   * Serves.
   *
   * @param shortfalls what was wanted besides and does not fit; empty where all was placed
   */
  record Placed(Plan plan, List<Shortfall> shortfalls, Forecast forecast) implements PlaceResult {
    public Placed {
      shortfalls = List.copyOf(shortfalls);
    }
  }

  /** Not one verifier can be placed, or the pair of models is impossible. What runs stays. */
  record Infeasible(Reason reason, String message) implements PlaceResult {}
}
