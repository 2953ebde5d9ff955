package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.model.Precision;
import dev.isthmus.crds.node.Role;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** One role on one node. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedRole(
    @Required
        @Size(max = 128)
        @JsonPropertyDescription("<service uid>/<role>/<replica>, stable over plans.")
        String id,
    @Required @JsonPropertyDescription("Verifier, Drafter, Stage or Experts.") Role role,
    @Required @Size(max = 63) @JsonPropertyDescription("The node.") String node,
    @Required @Size(max = 63) @JsonPropertyDescription("The node's site.") String site,
    @Required @Size(max = 128) @JsonPropertyDescription("sha256:<hex> of the model's files.")
        String modelDigest,
    @JsonPropertyDescription(
            "The verifiers' one; for a drafter the largest that its node may choose.")
        Precision precision,
    @JsonPropertyDescription("Bytes of weights.") Long weightBytes,
    @JsonPropertyDescription("Bytes that it may use for KV.") Long kvBytes,
    @JsonPropertyDescription("First layer that it holds; absent: the whole model.")
        Integer firstLayer,
    @JsonPropertyDescription("One past the last layer that it holds.") Integer lastLayer,
    @Size(max = 1024) @JsonPropertyDescription("Experts that it is a home of.")
        List<LayerExperts> experts) {

  public PlannedRole {
    experts = experts == null ? List.of() : List.copyOf(experts);
  }

  /** Whether it holds only some layers. */
  public boolean holdsPart() {
    return lastLayer != null && lastLayer > 0;
  }
}
