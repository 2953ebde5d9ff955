package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who lets a plan be carried out. */
public enum Approval {
  /** The operator, at once. */
  @JsonProperty("Auto")
  AUTO,
  /** A person, by spec.approved of the PlacementPlan. */
  @JsonProperty("Manual")
  MANUAL
}
