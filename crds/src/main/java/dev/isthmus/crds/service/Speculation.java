package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How drafts are used. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Speculation(
    @Default("Latency")
        @JsonPropertyDescription(
            "Latency: least time per token. Capacity: most tokens from the verifiers.")
        Goal goal,
    @Default("8")
        @Min(0)
        @Max(64)
        @JsonPropertyDescription("Most tokens of one draft. 0: no drafting.")
        Integer maxDraftTokens) {

  /** What holds where the resource says nothing. */
  public static final int DEFAULT_MAX_DRAFT_TOKENS = 8;
}
