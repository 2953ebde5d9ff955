package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.model.Precision;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Who runs what for a service. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Plan(
    @Required @Min(1) @JsonPropertyDescription("Orders the plans of one service.") Long epoch,
    @Required @JsonPropertyDescription("Generation of the service that it was made for.")
        Long generation,
    @JsonPropertyDescription("The verifiers' one precision.") Precision precision,
    @Required @Size(max = 256) @JsonPropertyDescription("Roles on nodes.") List<PlannedRole> roles,
    @Size(max = 64) @JsonPropertyDescription("What was not chosen and why.")
        List<RejectedAlternative> rejected,
    @JsonPropertyDescription("What the plan is predicted to give.") Predicted predicted) {

  public Plan {
    roles = roles == null ? List.of() : List.copyOf(roles);
    rejected = rejected == null ? List.of() : List.copyOf(rejected);
  }
}
