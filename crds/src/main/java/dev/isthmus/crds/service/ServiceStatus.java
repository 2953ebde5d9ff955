package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.condition.Condition;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.Optional;

/** What a service is doing. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("Name of the PlacementPlan in force.") String planRef,
    @StatusReplicas @JsonPropertyDescription("Verifiers that serve.") Integer replicas,
    @JsonPropertyDescription("Where applications send requests: the nearest router that serves it.")
        String url,
    @LabelSelector
        @Size(max = 8192)
        @JsonPropertyDescription(
            "Label selector of the pods that may run its verifiers: agents of the sites that the target names.")
        String selector,
    @JsonPropertyDescription("The shortest account of it.") ServiceSummary summary,
    @Size(max = 4) @JsonPropertyDescription("Counts by role.") List<RoleCount> roles,
    @Size(max = 256) @JsonPropertyDescription("Mode in force at each site with a router.")
        List<ModeInForce> modes,
    @Size(max = 16)
        @JsonPropertyDescription(
            "ModelReady, NodesAvailable, Planned, Placed, Serving, Degraded and Ready.")
        List<Condition> conditions) {

  public ServiceStatus {
    roles = roles == null ? List.of() : List.copyOf(roles);
    modes = modes == null ? List.of() : List.copyOf(modes);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** The condition of a type. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
