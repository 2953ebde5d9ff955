package dev.isthmus.crds.site;

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
public class Site extends CustomResource<SiteSpec, SiteStatus> {
  private static final long serialVersionUID = 1;
}
