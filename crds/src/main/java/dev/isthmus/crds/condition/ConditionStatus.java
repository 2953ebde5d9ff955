package dev.isthmus.crds.condition;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A condition's value. */
public enum ConditionStatus {
  @JsonProperty("True")
  TRUE,
  @JsonProperty("False")
  FALSE,
  @JsonProperty("Unknown")
  UNKNOWN
}
