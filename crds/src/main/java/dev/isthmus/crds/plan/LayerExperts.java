package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Some experts of a layer. */
public record LayerExperts(
    @Required @JsonPropertyDescription("Number of the layer, from 0.") Integer layer,
    @Required
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription("Numbers of the experts, as ranges: 0-15,40.")
        String experts) {}
