package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.node.Role;
import io.fabric8.generator.annotation.Required;

/** How many of a role are wanted, placed and ready. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoleCount(
    @Required @JsonPropertyDescription("Verifier or Drafter.") Role role,
    @JsonPropertyDescription("How many the spec asks for.") Integer wanted,
    @JsonPropertyDescription("How many the plan places.") Integer placed,
    @JsonPropertyDescription("How many report that they serve.") Integer ready) {}
