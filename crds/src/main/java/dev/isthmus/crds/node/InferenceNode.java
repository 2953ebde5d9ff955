package dev.isthmus.crds.node;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A machine that runs an agent. Cluster scope; the operator makes it when the agent registers. */
@Group("isthmus.dev")
@Version("v1alpha1")
@Kind("InferenceNode")
@Singular("inferencenode")
@Plural("inferencenodes")
@ShortNames("inode")
@AdditionalPrinterColumn(
    name = "Site",
    jsonPath = ".status.site",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
public class InferenceNode extends CustomResource<NodeSpec, NodeStatus> {
  private static final long serialVersionUID = 1;
}
