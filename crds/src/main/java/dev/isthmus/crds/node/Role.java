package dev.isthmus.crds.node;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node does for a service. */
public enum Role {
  /** Accepts tokens. */
  @JsonProperty("Verifier")
  VERIFIER,
  /** Proposes tokens. */
  @JsonProperty("Drafter")
  DRAFTER,
  /** Holds some layers of a verifier that is another node. */
  @JsonProperty("Stage")
  STAGE,
  /** Holds some experts of a verifier that is without them. */
  @JsonProperty("Experts")
  EXPERTS
}
