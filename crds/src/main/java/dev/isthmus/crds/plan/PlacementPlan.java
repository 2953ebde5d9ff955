package dev.isthmus.crds.plan;

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
public class PlacementPlan extends CustomResource<PlanSpec, PlanStatus> implements Namespaced {
  private static final long serialVersionUID = 1;
}
