package dev.isthmus.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Site;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A manifest's resources in a cluster whose agents and routers run elsewhere: its sites have
 * neither pools nor routers there. Everything carries the label of its owner, and only that is
 * taken away.
 *
 * @param owner a label's value
 */
public record ClusterFleet(Cluster cluster, String owner) {

  static final String LABEL = "isthmus.dev/up";

  private static final String OPERATOR = "isthmus-operator";
  private static final String NAME = "app.kubernetes.io/name";

  private static final List<Class<? extends HasMetadata>> MADE =
      List.of(CollaborativeInferenceService.class, ModelPackage.class, Site.class);

  /**
   * Applies a manifest, by server-side apply.
   *
   * @param documents of the manifest
   * @throws CliException where the cluster refuses something, has it from somebody else, or has an
   *     operator of its own
   */
  public void apply(List<JsonNode> documents) {
    refuseSecondOperator();
    List<GenericKubernetesResource> resources =
        documents.stream().map(ClusterFleet::read).map(this::ours).toList();
    resources.forEach(this::refuseAnothers);
    for (GenericKubernetesResource resource : resources) {
      try {
        cluster
            .client()
            .resource(resource)
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager("isthmus-up")
                    .withFieldValidation("Strict")
                    .withForce(true)
                    .build());
      } catch (KubernetesClientException e) {
        throw new CliException(cluster.why(resource, e), e);
      }
    }
  }

  private static GenericKubernetesResource read(JsonNode document) {
    try {
      return Json.mapper().treeToValue(document, GenericKubernetesResource.class);
    } catch (JsonProcessingException e) {
      throw new CliException("a document is no resource: " + e.getOriginalMessage(), e);
    }
  }

  private GenericKubernetesResource ours(GenericKubernetesResource resource) {
    resource.getMetadata().setLabels(labels(resource));
    if (resource.getKind().equals("Site")
        && resource.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec) {
      @SuppressWarnings("unchecked") // fields of JSON have names
      Map<String, Object> fields = (Map<String, Object>) spec;
      fields.remove("pools");
      fields.put("router", Map.of("replicas", 0));
    }
    return resource;
  }

  private Map<String, String> labels(HasMetadata resource) {
    Map<String, String> labels =
        resource.getMetadata().getLabels() == null
            ? new TreeMap<>()
            : new TreeMap<>(resource.getMetadata().getLabels());
    labels.put(LABEL, owner);
    return labels;
  }

  private void refuseSecondOperator() {
    try {
      cluster
          .client()
          .resources(Deployment.class)
          .inAnyNamespace()
          .withLabel(NAME, OPERATOR)
          .list()
          .getItems()
          .stream()
          .findFirst()
          .ifPresent(
              found -> {
                throw new CliException(
                    "cluster %s has an operator in namespace %s already: apply the manifest there with kubectl, or choose another --context"
                        .formatted(cluster.context(), found.getMetadata().getNamespace()));
              });
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) { // who may not look cannot tell
        throw new CliException(cluster.why(new Deployment(), e), e);
      }
    }
  }

  private void refuseAnothers(GenericKubernetesResource resource) {
    HasMetadata there;
    try {
      there = cluster.client().resource(resource).get();
    } catch (KubernetesClientException e) {
      throw new CliException(cluster.why(resource, e), e);
    }
    if (there != null
        && (there.getMetadata().getLabels() == null
            || !owner.equals(there.getMetadata().getLabels().get(LABEL)))) {
      throw new CliException(
          "%s %s is in cluster %s already and was not made by this isthmus up; delete it, rename yours, or choose another --context"
              .formatted(resource.getKind(), resource.getMetadata().getName(), cluster.context()));
    }
  }

  /**
   * Takes away what was applied, and the nodes and plans that came of it.
   *
   * @return how many resources that were
   * @throws CliException where the cluster does not answer or forbids it
   */
  public int remove() {
    Set<String> sites = new HashSet<>();
    Set<String> services = new HashSet<>();
    int removed = 0;
    for (Class<? extends HasMetadata> kind : MADE) {
      for (HasMetadata resource : cluster.list(kind)) {
        if (resource.getMetadata().getLabels() != null
            && owner.equals(resource.getMetadata().getLabels().get(LABEL))) {
          (resource instanceof Site ? sites : services)
              .add(
                  resource instanceof Site
                      ? resource.getMetadata().getName()
                      : resource.getMetadata().getUid());
          removed += delete(resource);
        }
      }
    }
    for (PlacementPlan plan : cluster.list(PlacementPlan.class)) {
      removed += services.contains(plan.getSpec().serviceUid()) ? delete(plan) : 0;
    }
    for (InferenceNode node : cluster.list(InferenceNode.class)) {
      boolean ours = node.getStatus() != null && sites.contains(node.getStatus().site());
      removed += ours ? delete(node) : 0;
    }
    return removed;
  }

  private int delete(HasMetadata resource) {
    try {
      return cluster.client().resource(resource).delete().size();
    } catch (KubernetesClientException e) {
      throw new CliException(cluster.why(resource, e), e);
    }
  }
}
