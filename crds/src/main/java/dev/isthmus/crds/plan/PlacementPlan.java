package dev.isthmus.crds.plan;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * All assignments of a service, with the predicted figures. Made by the operator, one per revision,
 * the last five kept.
 */
@JsonClassDescription(
    "Who runs what for a service, with what was predicted. The operator makes one per "
        + "revision and keeps the last five.")
@Group("isthmus.dev")
@Version("v1alpha1")
@Kind("PlacementPlan")
@Singular("placementplan")
@Plural("placementplans")
@ShortNames("iplan")
@AdditionalPrinterColumn(
    name = "Service",
    jsonPath = ".spec.service",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Epoch",
    jsonPath = ".spec.plan.epoch",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Precision",
    jsonPath = ".spec.plan.precision",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Generation",
    jsonPath = ".spec.plan.generation",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
public class PlacementPlan extends CustomResource<PlanSpec, PlanStatus> implements Namespaced {
  private static final long serialVersionUID = 1;
}
