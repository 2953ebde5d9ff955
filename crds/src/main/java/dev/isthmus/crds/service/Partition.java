package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How the model's layers lie on nodes. */
@ValidationRule(
    value =
        "(has(self.mode) && self.mode == 'Locked') == (has(self.stages) && size(self.stages) > 0)",
    message = "stages are given with mode Locked, and only there",
    fieldPath = ".stages")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Partition(
    @Default("Auto")
        @JsonPropertyDescription(
            "Auto: the whole model on each verifier's node, or, where no node has the memory, stages that the"
                + " planner cuts. Locked: the stages given here.")
        PartitionMode mode,
    @Size(max = 64) @JsonPropertyDescription("The stages, in any order.") List<Stage> stages,
    @Default("Fp32")
        @JsonPropertyDescription(
            "How hidden states travel between stages. Fp32 changes no bit of the output; the others do, by how much"
                + " the verifier's role reports.")
        HiddenStates hiddenStates) {

  /** What holds where the resource says nothing. */
  public static final Partition DEFAULT =
      new Partition(PartitionMode.AUTO, List.of(), HiddenStates.FP32);

  public Partition {
    mode = mode == null ? PartitionMode.AUTO : mode;
    stages = stages == null ? List.of() : List.copyOf(stages);
    hiddenStates = hiddenStates == null ? HiddenStates.FP32 : hiddenStates;
  }
}
