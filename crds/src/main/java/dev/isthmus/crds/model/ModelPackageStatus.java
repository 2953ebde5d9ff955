package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.condition.Condition;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What is known of a model. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelPackageStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("The uri that was inspected.") String uri,
    @JsonPropertyDescription("What an inspection found.") ModelFacts facts,
    @Size(max = 16) @JsonPropertyDescription("Ready.") List<Condition> conditions) {

  public ModelPackageStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
