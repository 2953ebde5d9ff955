package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** One file of a model, in chunks. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileChunks(
    @Size(max = 255) @JsonPropertyDescription("Without a folder.") String name,
    @JsonPropertyDescription("Bytes of the file.") Long bytes,
    @Size(max = 131072)
        @JsonPropertyDescription("The chunks' SHA-256, one behind the other, in Base64.")
        String digests) {}
