package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** How the experts of a mixture-of-experts model lie on nodes apart from their layers. */
@ValidationRule(
    value = "!has(self.hotHomes) || !has(self.minHomes) || self.hotHomes >= self.minHomes",
    message =
        "an expert that is asked for most has at least as many homes as any other: raise hotHomes to minHomes",
    fieldPath = ".hotHomes")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExpertsSpec(
    @Default("1")
        @Min(1)
        @Max(16)
        @JsonPropertyDescription(
            "Nodes that hold each expert. With 1, the loss of a node does to requests what onLoss says, until its"
                + " experts are loaded elsewhere or it returns; with 2 or more it does nothing.")
        Integer minHomes,
    @Default("2")
        @Min(1)
        @Max(16)
        @JsonPropertyDescription(
            "Nodes that hold an expert which gets more than twice its layer's average of rows, as far as memory allows.")
        Integer hotHomes,
    @Default("Wait")
        @JsonPropertyDescription(
            "What becomes of requests that need an expert without a live home. Wait: until it has one again; exact."
                + " Reroute: after a second they go on with the best of the experts that are left; what comes is not what the"
                + " model says, and responses say so.")
        OnLoss onLoss) {

  /** Whether requests go around lost experts. */
  public boolean reroutes() {
    return onLoss == OnLoss.REROUTE;
  }

  /** Least homes of each expert. */
  public int least() {
    return minHomes == null ? 1 : minHomes;
  }

  /** Homes of an expert that is asked for most. */
  public int hot() {
    return Math.max(least(), hotHomes == null ? 2 : hotHomes);
  }
}
