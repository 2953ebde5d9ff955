package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A trust and latency domain: one cloud region or one edge location. Cluster scope. */
@JsonClassDescription(
    "A trust and latency domain: one cloud region or one edge location. With pools, "
        + "Isthmus runs its nodes and its router; without, they join by themselves.")
@Group("isthmus.dev")
@Version("v1alpha1")
@Kind("Site")
@Singular("site")
@Plural("sites")
@ShortNames("isite")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$')",
    message =
        "a site's name stands in Kafka topics and node names: it must be a DNS label of at most 30 characters"
            + " (a-z, 0-9 and -)")
@AdditionalPrinterColumn(
    name = "Tier",
    jsonPath = ".spec.tier",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Nodes",
    jsonPath = ".status.nodes",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Routers",
    jsonPath = ".status.routers",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Cordoned",
    jsonPath = ".spec.cordoned",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Address",
    jsonPath = ".spec.address",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Transport",
    jsonPath = ".spec.transport",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public class Site extends CustomResource<SiteSpec, SiteStatus> {
  private static final long serialVersionUID = 1;
}
