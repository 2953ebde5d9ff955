package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How requests that arrive at a site are decoded now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModeInForce(
    @Required @JsonPropertyDescription("The site of the router.") String site,
    @JsonPropertyDescription("cloud, cloud-draft, edge-draft, edge-only or split.") String mode,
    @JsonPropertyDescription("Why that one.") String reason,
    @JsonPropertyDescription("Share of drafted tokens that were accepted, in steps of 0.05.")
        Double acceptanceRate) {}
