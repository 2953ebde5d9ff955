package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.model.Precision;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;

/** The verifiers: what a client receives is theirs alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Target(
    @SpecReplicas
        @Default("1")
        @Min(1)
        @Max(64)
        @JsonPropertyDescription("How many verifiers, each on a node of its own.")
        Integer replicas,
    @JsonPropertyDescription(
            "One precision for all verifiers. Absent: the plan picks one of the package's: the fastest as"
                + " measured, else the first that fits.")
        Precision precision,
    @Default("{\"tier\": \"Cloud\"}") @JsonPropertyDescription("Where verifiers may run.")
        SiteSelector siteSelector) {

  /** The number of verifiers, with the default where none is given. */
  public int replicaCount() {
    return replicas == null ? 1 : replicas;
  }
}
