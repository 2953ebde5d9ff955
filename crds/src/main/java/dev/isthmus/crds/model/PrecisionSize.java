package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What a model weighs in one precision. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrecisionSize(
    @Required @JsonPropertyDescription("Fp32, Int8 or Int4.") Precision precision,
    @JsonPropertyDescription("Bytes of its weights once loaded.") Long bytes) {}
