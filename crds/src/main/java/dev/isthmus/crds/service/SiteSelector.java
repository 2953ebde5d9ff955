package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.site.Tier;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import java.util.TreeMap;

/** Which sites may be used: those to which all that is given here applies. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SiteSelector(
    @JsonPropertyDescription("Only sites of this tier.") Tier tier,
    @Size(max = 16) @JsonPropertyDescription("Only sites that carry all these labels.")
        Map<String, String> matchLabels) {

  public SiteSelector {
    matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            tier == null ? "any tier" : tier == Tier.CLOUD ? "tier Cloud" : "tier Edge");
    new TreeMap<>(matchLabels)
        .forEach((key, value) -> text.append(", ").append(key).append('=').append(value));
    return text.toString();
  }
}
