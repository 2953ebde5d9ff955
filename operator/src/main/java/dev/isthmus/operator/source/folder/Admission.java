package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.schema.CrdFiles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The checks that an API server makes with our definitions: known kind and fields, defaults,
 * schema, CEL. The same generated definitions, so the same verdicts.
 */
final class Admission {

  private final ObjectMapper json = new ObjectMapper();

  private record Definition(
      Class<? extends HasMetadata> type, boolean namespaced, JSONSchemaProps schema) {}

  private final Map<String, Definition> definitions = new HashMap<>();
  private final CelRules rules = new CelRules();

  Admission() {
    new KubernetesSerialization(json, false); // sets the mapper up for resources
    for (Class<? extends HasMetadata> type : CrdFiles.RESOURCES) {
      var spec = CrdFiles.read(type).getSpec();
      definitions.put(
          spec.getNames().getKind(),
          new Definition(
              type,
              spec.getScope().equals("Namespaced"),
              spec.getVersions().get(0).getSchema().getOpenAPIV3Schema()));
    }
  }

  /** The class of one of our kinds, null for another's. */
  Class<? extends HasMetadata> type(String kind) {
    Definition definition = definitions.get(kind);
    return definition == null ? null : definition.type();
  }

  /**
   * @param old the resource that the document replaces, null where there is none
   */
  Verdict admit(JsonNode document, HasMetadata old) {
    if (!(document.deepCopy() instanceof ObjectNode object)
        || !object.has("apiVersion")
        || !object.has("kind")) {
      return Verdict.Refused.because(
          "", "a document must be an object with apiVersion, kind, metadata and spec");
    }
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    Definition definition = definitions.get(kind);
    if (!apiVersion.equals("isthmus.dev/v1alpha1") || definition == null) {
      return Verdict.Refused.because(
          "", "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\"");
    }
    if (definition.type() == PlacementPlan.class) {
      return Verdict.Refused.because("kind", "plans are made by the operator, not by manifests");
    }
    // as with a status subresource: what a person writes there has no effect
    object.remove(List.of("apiVersion", "kind", "status"));
    List<Cause> causes =
        new ArrayList<>(MetadataCheck.check(object.path("metadata"), definition.namespaced()));
    ObjectNode metadata =
        object.path("metadata") instanceof ObjectNode given ? given : object.putObject("metadata");
    object.remove("metadata");
    Defaults.apply(object, definition.schema());
    causes.addAll(SchemaCheck.check("", object, definition.schema()));
    if (causes.isEmpty()) {
      JsonNode before = old == null ? null : json.valueToTree(old);
      object.set("metadata", metadata);
      causes.addAll(rules.check("", object, before, definition.schema()));
    }
    return causes.isEmpty()
        ? admitted(object, apiVersion, kind, definition)
        : new Verdict.Refused(causes);
  }

  private Verdict admitted(
      ObjectNode object, String apiVersion, String kind, Definition definition) {
    object.put("apiVersion", apiVersion).put("kind", kind);
    try {
      HasMetadata resource = json.treeToValue(object, definition.type());
      if (definition.namespaced() && resource.getMetadata().getNamespace() == null) {
        resource.getMetadata().setNamespace("default");
      }
      return new Verdict.Admitted(resource);
    } catch (JsonProcessingException e) {
      return Verdict.Refused.because("", e.getOriginalMessage());
    }
  }
}
