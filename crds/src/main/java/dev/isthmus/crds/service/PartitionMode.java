package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who cuts a model's layers into stages. */
public enum PartitionMode {
  /** The planner, and only where no node holds the whole model. */
  @JsonProperty("Auto")
  AUTO,
  /** A person: the stages are as given. */
  @JsonProperty("Locked")
  LOCKED
}
