package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What a person wants served. */
@ValidationRule(
    value = "!has(self.draft) || !has(self.draft.model) || self.draft.model != self.model",
    message = "the draft must be a smaller model than the one that it drafts for, not the same",
    fieldPath = ".draft.model")
@ValidationRule(
    value =
        "!has(self.partition) || !has(self.partition.mode) || self.partition.mode != 'Locked' || !has(self.target)"
            + " || !has(self.target.replicas) || self.target.replicas == 1",
    message = "stages that are given node by node make one verifier; set target.replicas to 1",
    fieldPath = ".partition.mode")
@ValidationRule(
    value =
        "!has(self.experts) || !has(self.partition) || !has(self.partition.mode) || self.partition.mode != 'Locked'",
    message =
        "experts lie apart from a verifier that has all layers: leave out spec.experts, or Locked stages",
    fieldPath = ".experts")
@ValidationRule(
    value =
        "!has(self.offline) || !has(self.offline.mode) || self.offline.mode != 'EdgeOnly' || (has(self.draft) &&"
            + " has(self.draft.model))",
    message =
        "EdgeOnly lets the draft model answer alone: name one in spec.draft.model, or choose Reject or Queue",
    fieldPath = ".offline.mode")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceSpec(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
        @JsonPropertyDescription("A ModelPackage of the same namespace.")
        String model,
    @Default("{}") @JsonPropertyDescription("The verifiers.") Target target,
    @Default("{}") @JsonPropertyDescription("How the verifier's layers lie on nodes.")
        Partition partition,
    @JsonPropertyDescription(
            "Places the experts of a mixture-of-experts model on nodes of the verifier's site, apart from its layers."
                + " Absent: they lie with their layers.")
        ExpertsSpec experts,
    @JsonPropertyDescription("Where drafts come from. Absent: nothing is drafted.") Draft draft,
    @Default("{}") @JsonPropertyDescription("How drafts are used.") Speculation speculation,
    @Default("{}") @JsonPropertyDescription("What happens where no verifier can be reached.")
        Offline offline,
    @JsonPropertyDescription("Which sites may see its text. Absent: every site.")
        Residency residency,
    @Default("Auto")
        @JsonPropertyDescription(
            "Auto: plans are carried out at once. Manual: a plan waits for spec.approved of its PlacementPlan; what runs"
                + " goes on, and lost nodes are routed around.")
        Approval approval) {

  /** Whether plans wait for a person. */
  public boolean waitsForApproval() {
    return approval == Approval.MANUAL;
  }

  /** The partition, with the default where none is given. */
  public Partition layers() {
    return partition == null ? Partition.DEFAULT : partition;
  }
}
