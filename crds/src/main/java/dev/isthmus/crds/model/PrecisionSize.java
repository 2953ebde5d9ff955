package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What a model weighs in one precision. */
public record PrecisionSize(
    @JsonPropertyDescription("Fp32, Int8 or Int4.") Precision precision,
    @JsonPropertyDescription("Bytes of its weights once loaded.") Long bytes) {}
