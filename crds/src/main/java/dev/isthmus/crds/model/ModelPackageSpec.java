package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a person says about a model. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelPackageSpec(
    @Required @JsonPropertyDescription("Where the model's files come from.") ModelSource source,
    @Default("[\"Int4\", \"Int8\", \"Fp32\"]")
        @Size(min = 1, max = 3)
        @JsonPropertyDescription("Precisions in which nodes may prepare it.")
        List<Precision> precisions,
    @Default("{}") @JsonPropertyDescription("What a quantised form must keep of the source.")
        QualityFloor quality) {

  public ModelPackageSpec {
    precisions =
        precisions == null || precisions.isEmpty()
            ? List.of(Precision.INT4, Precision.INT8, Precision.FP32)
            : List.copyOf(precisions);
  }

  /** The floor, with its default where none is given. */
  public double minAgreement() {
    return quality == null || quality.minAgreement() == null
        ? QualityFloor.DEFAULT_MIN_AGREEMENT
        : quality.minAgreement();
  }

  /** 0 where nothing is said. */
  public double maxExpertError() {
    return quality == null || quality.maxExpertError() == null ? 0 : quality.maxExpertError();
  }
}
