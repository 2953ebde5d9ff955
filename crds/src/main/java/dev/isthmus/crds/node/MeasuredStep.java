package dev.isthmus.crds.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** One figure of a node's profile. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeasuredStep(
    @JsonPropertyDescription("Rows of each window.") Integer rows,
    @JsonPropertyDescription("Sessions in the step.") Integer sessions,
    @JsonPropertyDescription("Milliseconds of the step.") Double millis) {}
