package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** A choice that lost. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RejectedAlternative(
    @Size(max = 256) @JsonPropertyDescription("What it was.") String what,
    @Size(max = 1024) @JsonPropertyDescription("Why it lost.") String why) {}
