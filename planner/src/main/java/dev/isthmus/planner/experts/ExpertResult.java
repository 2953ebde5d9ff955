package dev.isthmus.planner.experts;

import java.util.Optional;

/** What became of the wish to place experts. */
public sealed interface ExpertResult {

  /**
   * Every expert has its homes.
   *
   * @param tokenMillis over all layers, the slowest home of each
   * @param bytesToMove experts that a node does not hold in the current placement
   * @param shortfall that hot experts lack the further homes that were wished for, or empty
   */
  record Placed(
      ExpertPlacement placement, double tokenMillis, long bytesToMove, Optional<String> shortfall)
      implements ExpertResult {}

  /**
   * It cannot be.
   *
   * @param message what is short, where, by how much
   */
  record Infeasible(String message) implements ExpertResult {}
}
