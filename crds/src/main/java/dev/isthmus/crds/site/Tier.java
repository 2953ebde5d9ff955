package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which side of the isthmus a site lies on. */
public enum Tier {
  /** Close to capacity. */
  @JsonProperty("Cloud")
  CLOUD,
  /** Close to users. */
  @JsonProperty("Edge")
  EDGE
}
