package dev.isthmus.crds.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What a node has. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeCapacity(
    @JsonPropertyDescription("Bytes that models and KV may use together.") Long memoryBytes,
    @JsonPropertyDescription("Cores that the engine may use.") Integer cpus,
    @JsonPropertyDescription("Bytes of disk for models and prepared weights.") Long diskBytes,
    @JsonPropertyDescription("GPUs.") Integer gpus) {}
