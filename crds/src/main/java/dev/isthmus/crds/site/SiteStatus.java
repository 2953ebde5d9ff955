package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What was seen of a site. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SiteStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, Empty (no node was ever seen), Degraded (some nodes are silent) or Unreachable (all are).")
        SitePhase phase,
    @JsonPropertyDescription("Nodes that answer.") Integer nodes,
    @JsonPropertyDescription("Routers that answer.") Integer routers,
    @Size(max = 256)
        @JsonPropertyDescription(
            "Measured by this site's routers. Written when a figure changes by a fifth, at most once a minute.")
        List<SiteLink> links) {

  public SiteStatus {
    links = links == null ? List.of() : List.copyOf(links);
  }
}
