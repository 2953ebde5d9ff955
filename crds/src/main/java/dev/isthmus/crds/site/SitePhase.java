package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a site's nodes are. */
public enum SitePhase {
  /** No node was ever seen here. */
  @JsonProperty("Empty")
  EMPTY,
  /** Every node answers. */
  @JsonProperty("Ready")
  READY,
  /** Some nodes are silent. */
  @JsonProperty("Degraded")
  DEGRADED,
  /** All nodes are silent. */
  @JsonProperty("Unreachable")
  UNREACHABLE
}
