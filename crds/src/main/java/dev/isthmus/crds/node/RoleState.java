package dev.isthmus.crds.node;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a node is with a role. */
public enum RoleState {
  /** Fetching, preparing, measuring. */
  @JsonProperty("Loading")
  LOADING,
  /** Serving. */
  @JsonProperty("Ready")
  READY,
  /** Refused, with a reason. */
  @JsonProperty("Failed")
  FAILED
}
