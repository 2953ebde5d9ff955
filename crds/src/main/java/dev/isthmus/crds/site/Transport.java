package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What goes between a site and the others. */
public enum Transport {
  /** Tokens by gRPC, coordination by Kafka. */
  @JsonProperty("Grpc")
  GRPC,
  /** Nothing but Kafka. */
  @JsonProperty("Kafka")
  KAFKA
}
