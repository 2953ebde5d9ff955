package dev.isthmus.planner.layers;

/** What a partition is to make small. */
public enum Objective {
  /** The time of one step through all stages and back: what one session waits for each token. */
  LATENCY,
  /** The slowest stage or link: what many sessions together are bound by. */
  THROUGHPUT
}
