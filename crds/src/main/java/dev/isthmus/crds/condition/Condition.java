package dev.isthmus.crds.condition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One thing that is true of a resource or not, after Kubernetes' API conventions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Required @Size(max = 64) @JsonPropertyDescription("What this is about.") String type,
    @Required @JsonPropertyDescription("True, False or Unknown.") ConditionStatus status,
    @JsonPropertyDescription("The generation of the spec that was looked at.")
        Long observedGeneration,
    @Required @Size(max = 40) @JsonPropertyDescription("When status changed last, RFC 3339.")
        String lastTransitionTime,
    @Required @Size(max = 64) @JsonPropertyDescription("Why, in one CamelCase word.") String reason,
    @Size(max = 1024) @JsonPropertyDescription("Why, in a sentence for a person.") String message) {

  /** Whether the status is True. */
  public boolean holds() {
    return status == ConditionStatus.TRUE;
  }
}
