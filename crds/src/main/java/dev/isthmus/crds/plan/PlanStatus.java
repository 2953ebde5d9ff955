package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where a plan stands. */
public record PlanStatus(
    @JsonPropertyDescription("Placing, Serving or Superseded.") PlanPhase phase) {}
