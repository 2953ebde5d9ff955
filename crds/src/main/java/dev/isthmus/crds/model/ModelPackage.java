package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A model, where it comes from and how it may be prepared. Namespaced. */
@JsonClassDescription("A model: where its files come from and how nodes may prepare them.")
@Group("isthmus.dev")
@Version("v1alpha1")
@Kind("ModelPackage")
@Singular("modelpackage")
@Plural("modelpackages")
@ShortNames("mpkg")
@ValidationRule(
    value =
        "!has(oldSelf.status) || !has(oldSelf.status.facts) || self.spec.source == oldSelf.spec.source"
            + " || (has(self.spec.source.digest) && self.spec.source.digest == oldSelf.status.facts.digest)",
    message =
        "nodes hold this model's files, so its source may only move to the same files elsewhere (with digest:"
            + " status.facts.digest); for other files make another ModelPackage and name it in the service",
    fieldPath = ".spec.source")
@ValidationRule(
    value =
        "!has(oldSelf.status) || !has(oldSelf.status.facts)"
            + " || self.spec.quality.maxExpertError == oldSelf.spec.quality.maxExpertError",
    message =
        "nodes hold this model's experts in the bit widths that were chosen when it was opened; for others make another"
            + " ModelPackage and name it in the service",
    fieldPath = ".spec.quality.maxExpertError")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Family",
    jsonPath = ".status.facts.family",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Layers",
    jsonPath = ".status.facts.layers",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Experts",
    jsonPath = ".status.facts.experts",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Context",
    jsonPath = ".status.facts.context",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Parameters",
    jsonPath = ".status.facts.parameters",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "URI",
    jsonPath = ".spec.source.uri",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public class ModelPackage extends CustomResource<ModelPackageSpec, ModelPackageStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
