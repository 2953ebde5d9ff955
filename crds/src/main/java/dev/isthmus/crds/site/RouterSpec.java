package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** A site's router. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterSpec(
    @Default("1")
        @Min(0)
        @Max(16)
        @JsonPropertyDescription("How many routers. 0: the site serves no API and relays nothing.")
        Integer replicas) {

  /** The number of routers, with the default where none is given. */
  public int replicaCount() {
    return replicas == null ? 1 : replicas;
  }
}
