package dev.isthmus.crds.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.model.Precision;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A role as the node reports it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeRole(
    @Required @JsonPropertyDescription("<service uid>/<role>/<replica>.") String id,
    @JsonPropertyDescription("namespace/name of the service.") String service,
    @JsonPropertyDescription("Verifier, Drafter, Stage or Experts.") Role role,
    @JsonPropertyDescription("First layer that it holds; absent: the whole model.")
        Integer firstLayer,
    @JsonPropertyDescription("One past the last layer that it holds.") Integer lastLayer,
    @JsonPropertyDescription("Loading, Ready or Failed.") RoleState state,
    @JsonPropertyDescription("Why it failed, or the phase of loading.") String reason,
    @JsonPropertyDescription("The same in a sentence.") String message,
    @JsonPropertyDescription("Fp32, Int8 or Int4.") Precision precision,
    @JsonPropertyDescription("Byte equality is promised within a class.") String numericsClass,
    @JsonPropertyDescription("Bytes resident: weights and KV.") Long memoryBytes,
    @JsonPropertyDescription("Share of equal first choices against the source.") Double agreement,
    @JsonPropertyDescription(
            "Of a chain whose hidden states lose bits on their way: share of equal first choices against fp32.")
        Double statesAgreement,
    @Size(max = 128)
        @JsonPropertyDescription(
            "Measured milliseconds of a step: at load, or of a chain's host once it was joined, of the whole chain.")
        List<MeasuredStep> steps,
    @Size(max = 128)
        @JsonPropertyDescription(
            "The same of this node's own engine while it serves, written when they changed by 20 %.")
        List<MeasuredStep> liveSteps) {

  public NodeRole {
    liveSteps = liveSteps == null ? List.of() : List.copyOf(liveSteps);
    steps = steps == null ? List.of() : List.copyOf(steps);
  }
}
