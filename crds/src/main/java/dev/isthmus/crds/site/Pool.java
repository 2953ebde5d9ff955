package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A group of equal nodes that Isthmus starts. Node n of it is named {@code <site>-<pool>-<n>}, from
 * 0.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Pool(
    @Required
        @Size(max = 20)
        @Pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
        @JsonPropertyDescription("Names the pool's nodes: <site>-<pool>-<number>.")
        String name,
    @Default("1") @Min(0) @Max(64) @JsonPropertyDescription("How many nodes.") Integer replicas,
    @JsonPropertyDescription("What each node may use. Absent: what the machine has.")
        PoolResources resources) {

  /** The number of nodes, with the default where none is given. */
  public int replicaCount() {
    return replicas == null ? 1 : replicas;
  }
}
