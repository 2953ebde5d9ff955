package dev.isthmus.crds.schema;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What the generator has no annotation for. */
final class CrdPolish implements CRDPostProcessor {

  private static final Map<String, String> MAP_KEYS = Map.of("conditions", "type", "pools", "name");
  private static final String QUANTITY =
      "^[1-9][0-9]{0,15}(\\.[0-9]{1,9})?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$";
  private static final long LONGEST_TEXT = 1024;
  private static final long LONGEST_LABEL = 63;

  @Override
  public HasMetadata process(HasMetadata resource, String crdVersion) {
    CustomResourceDefinition definition = (CustomResourceDefinition) resource;
    definition.getSpec().getNames().setCategories(List.of("isthmus"));
    for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      if (!definition.getSpec().getNames().getKind().equals("InferenceNode")) {
        root.setRequired(List.of("spec"));
      }
      polish(root);
    }
    return definition;
  }

  private static void polish(JSONSchemaProps schema) {
    // an annotation on a record's component sits on its field and its accessor, and is found twice
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    }
    if ("string".equals(schema.getType())
        && schema.getEnum().isEmpty()
        && schema.getMaxLength() == null) {
      schema.setMaxLength(LONGEST_TEXT);
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      schema.setPattern(QUANTITY);
    }
    if (schema.getItems() != null) {
      polish(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      schema.getAdditionalProperties().getSchema().setMaxLength(LONGEST_LABEL);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(CrdPolish::polish);
    }
  }

  private static void polish(String name, JSONSchemaProps property) {
    if (MAP_KEYS.containsKey(name)) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of(MAP_KEYS.get(name)));
    } else if (name.equals("precisions")) {
      property.setXKubernetesListType("set");
    }
    polish(property);
  }
}
