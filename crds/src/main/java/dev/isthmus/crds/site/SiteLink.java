package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A measured way to another site. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SiteLink(
    @Required @JsonPropertyDescription("The other site.") String site,
    @JsonPropertyDescription("Round trip in milliseconds.") Double rttMillis,
    @JsonPropertyDescription("Bandwidth in bytes per second, 0 where it was not measured.")
        Double bytesPerSecond) {}
