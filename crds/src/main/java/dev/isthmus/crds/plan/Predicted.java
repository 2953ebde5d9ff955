package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What a plan gives one session at its slowest verifier, as predicted when it was made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Predicted(
    @JsonPropertyDescription("Milliseconds of one token, decoded plainly.") Double tokenMillis,
    @JsonPropertyDescription("Milliseconds from a prompt of 256 tokens to the first token.")
        Double firstTokenMillis,
    @JsonPropertyDescription(
            "Milliseconds of the slowest stage or link in a step: what many sessions are bound by.")
        Double slowestMillis,
    @JsonPropertyDescription("Bytes of weights that nodes did not hold by the plan before.")
        Long bytesToMove,
    @JsonPropertyDescription(
            "False: some node's speed was not measured yet, and what is typical was assumed.")
        Boolean measured) {}
