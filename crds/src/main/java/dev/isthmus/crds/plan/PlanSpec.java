package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A plan and whose it is. */
@ValidationRule(
    value = "self.service == oldSelf.service && self.serviceUid == oldSelf.serviceUid",
    message = "a plan stays its service's; the operator makes plans of its own for another")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanSpec(
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of the service, in the same namespace.")
        String service,
    @Required
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("The service's uid: a service made again has plans of its own.")
        String serviceUid,
    @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "a plan is never changed; another revision is made")
        @JsonPropertyDescription("The placement itself.")
        Plan plan,
    @JsonPropertyDescription(
            "True: a person lets it be carried out. Looked at where the service's approval is Manual.")
        Boolean approved) {

  /** Whether a person let it be carried out. */
  public boolean isApproved() {
    return Boolean.TRUE.equals(approved);
  }
}
