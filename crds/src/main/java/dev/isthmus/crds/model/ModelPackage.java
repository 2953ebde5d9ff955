package dev.isthmus.crds.model;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A model, where it comes from and how it may be prepared. Namespaced. */
@Group("isthmus.dev")
@Version("v1alpha1")
@Kind("ModelPackage")
@Singular("modelpackage")
@Plural("modelpackages")
@ShortNames("mpkg")
@AdditionalPrinterColumn(
    name = "Family",
    jsonPath = ".status.family",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Layers",
    jsonPath = ".status.layers",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
public class ModelPackage extends CustomResource<ModelPackageSpec, ModelPackageStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
