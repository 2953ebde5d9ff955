package dev.isthmus.planner.layers;

/** What became of the wish for a partition. */
public sealed interface PartitionResult {

  /** It can be. */
  record Partitioned(Partition partition) implements PartitionResult {}

  /**
   * It cannot be.
   *
   * @param message the tightest constraint: what is short, where, by how much
   */
  record Infeasible(String message) implements PartitionResult {}
}
