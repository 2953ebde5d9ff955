package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What speculation is for. */
public enum Goal {
  /** The least time per token for each client. */
  @JsonProperty("Latency")
  LATENCY,
  /** The most tokens from the verifiers. */
  @JsonProperty("Capacity")
  CAPACITY
}
