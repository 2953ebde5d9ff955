package dev.isthmus.planner.mode;

/** What a service wants the mode to save. */
public enum Goal {
  /** The client's time per token. */
  LATENCY,
  /** The verifier's time per token, so that it serves more sessions. */
  CAPACITY
}
