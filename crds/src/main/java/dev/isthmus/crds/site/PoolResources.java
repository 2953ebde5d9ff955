package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Quantity;

/** What one node of a pool may use. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PoolResources(
    @JsonPropertyDescription(
            "Bytes for models and their KV together, as a quantity (1Gi). Absent: three quarters of the machine's.")
        Quantity memory,
    @JsonPropertyDescription(
            "Cores for the engine's threads, as a quantity (2). Absent: all of the machine's.")
        Quantity cpu,
    @Min(0) @Max(16) @JsonPropertyDescription("GPUs of each node, as nvidia.com/gpu. Absent: none.")
        Integer gpus) {}
