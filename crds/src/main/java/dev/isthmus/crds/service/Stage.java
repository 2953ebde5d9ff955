package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Some layers of the model on a node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stage(
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("The node. The last stage's serves sessions.")
        String node,
    @Required @Min(0) @Max(1023) @JsonPropertyDescription("First layer, from 0.")
        Integer firstLayer,
    @Required
        @Min(1)
        @Max(1024)
        @JsonPropertyDescription("One past the last layer: the next stage's firstLayer.")
        Integer lastLayer) {}
