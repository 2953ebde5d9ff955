package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What {@code kubectl get} shows of a service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceSummary(
    @JsonPropertyDescription("The mode in force at most sites; absent until requests came.")
        String mode,
    @JsonPropertyDescription("Roles that serve at Edge sites, of those placed there: 1/2.")
        String edge,
    @JsonPropertyDescription("Roles that serve at Cloud sites, of those placed there: 1/2.")
        String cloud) {}
