package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/**
 * A group of equal nodes that Isthmus starts. Node n of it is named {@code <site>-<pool>-<n>}, from
 * 0.
 */
@ValidationRule(
    value =
        "has(self.storage) == has(oldSelf.storage) && (!has(self.storage) || self.storage == oldSelf.storage)",
    message =
        "the volumes of a pool keep their size; make another pool, and take this one away once that runs",
    fieldPath = ".storage")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Pool(
    @Required
        @Size(max = 20)
        @Pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
        @JsonPropertyDescription("Names the pool's nodes: <site>-<pool>-<number>.")
        String name,
    @Default("1") @Min(0) @Max(64) @JsonPropertyDescription("How many nodes.") Integer replicas,
    @JsonPropertyDescription("What each node may use. Absent: what the machine has.")
        PoolResources resources,
    @JsonPropertyDescription(
            "Size of a volume for each node's weights and last assignment, as a quantity (20Gi). Absent: an emptyDir,"
                + " which is filled anew after the pod is gone.")
        Quantity storage,
    @Size(max = 16) @JsonPropertyDescription("Labels of the machines that its pods may run on.")
        Map<String, String> nodeSelector,
    @Size(max = 16) @JsonPropertyDescription("Taints of machines that its pods may run on.")
        List<PoolToleration> tolerations) {

  public Pool {
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
  }

  /** The number of nodes, with the default where none is given. */
  public int replicaCount() {
    return replicas == null ? 1 : replicas;
  }
}
