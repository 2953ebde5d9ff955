package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of requests that need an expert without a live home. */
public enum OnLoss {
  /** They wait until it has one again: exact. */
  @JsonProperty("Wait")
  WAIT,
  /** They go on with the best of the experts that are left: not exact, and labelled so. */
  @JsonProperty("Reroute")
  REROUTE
}
