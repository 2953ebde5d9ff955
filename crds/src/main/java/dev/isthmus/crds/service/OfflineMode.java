package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a new request gets where no verifier can be reached. */
public enum OfflineMode {
  /** An error that says so, after a few seconds. */
  @JsonProperty("Reject")
  REJECT,
  /** The draft model's own answer, labelled as unverified from its first header on. */
  @JsonProperty("EdgeOnly")
  EDGE_ONLY,
  /** A place in the queue, for as long as a running stream would wait. */
  @JsonProperty("Queue")
  QUEUE
}
