package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a plan stands. */
public enum PlanPhase {
  /** Waits for a person's spec.approved. */
  @JsonProperty("Proposed")
  PROPOSED,
  /** Its assignments are out; not all nodes report ready. */
  @JsonProperty("Placing")
  PLACING,
  /** Its route is out. */
  @JsonProperty("Serving")
  SERVING,
  /** A later plan took over. */
  @JsonProperty("Superseded")
  SUPERSEDED
}
