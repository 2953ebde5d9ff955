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
        Double minAgreement,
    @Default("0")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
            "Of a mixture of experts in Int4: share of the squares of all experts' outputs that 4 bits a weight may cost, 0"
                + " to 1; 0.002 is a careful choice. A node measures it along real text when it opens the model; the"
                + " experts that cost least get 4 bits, the others keep what the files have, or 8. 0: the files decide.")
        Double maxExpertError) {

  /** What holds where the resource says nothing. */
  public static final double DEFAULT_MIN_AGREEMENT = 0.9;
}
