package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** A taint that a pool's pods tolerate, as in a pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PoolToleration(
    @Size(max = 316) @JsonPropertyDescription("The taint's key. Absent with Exists: every taint.")
        String key,
    @Default("Equal")
        @Pattern("^(Equal|Exists)$")
        @JsonPropertyDescription("Equal: key and value are the taint's. Exists: the key is.")
        String operator,
    @Size(max = 63) @JsonPropertyDescription("The taint's value.") String value,
    @Pattern("^(NoSchedule|PreferNoSchedule|NoExecute)$")
        @JsonPropertyDescription("The taint's effect. Absent: every effect.")
        String effect) {}
