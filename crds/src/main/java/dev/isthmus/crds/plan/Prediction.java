package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What a plan is expected to give. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prediction(
    @JsonPropertyDescription("Where requests arrive.") String site,
    @JsonPropertyDescription("The mode that pays.") String mode,
    @JsonPropertyDescription("Milliseconds per token, 0 where nothing was measured yet.")
        Double millisPerToken) {}
