package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What a quantised model must keep of its source. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QualityFloor(
    @Default("0.9")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
            "Least share of equal first choices against the source, 0 to 1. Below it a node refuses to serve.")
        Double minAgreement) {

  /** What holds where the resource says nothing. */
  public static final double DEFAULT_MIN_AGREEMENT = 0.9;
}
