package dev.isthmus.crds.schema;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the generator has no annotation for. */
final class CrdPolish implements CRDPostProcessor {

  /**
   * Lists of people and of the operator. What agents and routers report is taken as they sent it:
   * one that says a thing twice must not make a status impossible to write.
   */
  private static final Map<String, String> MAP_KEYS =
      Map.of("conditions", "type", "pools", "name", "modes", "site");

  /** Greater than nothing, and less than a signed integer of 64 bits holds. */
  private static final String QUANTITY =
      "^([1-9][0-9]{0,14}(\\.[0-9]{1,9})?m?"
          + "|[1-9][0-9]{0,8}(\\.[0-9]{1,9})?(k|M|G|Ki|Mi|Gi)"
          + "|[1-9][0-9]{0,5}(\\.[0-9]{1,9})?(T|Ti))$";

  private static final double LARGEST_INTEGER = 999_999_999_999_999d;
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
      describe(root, type(definition));
      polish(root);
      version.getAdditionalPrinterColumns().sort(asDeclared(type(definition)));
    }
    return definition;
  }

  private static Class<? extends HasMetadata> type(CustomResourceDefinition definition) {
    String kind = definition.getSpec().getNames().getKind();
    return CrdFiles.RESOURCES.stream()
        .filter(type -> HasMetadata.getKind(type).equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static void describe(JSONSchemaProps root, Class<? extends HasMetadata> type) {
    root.setDescription(type.getAnnotation(JsonClassDescription.class).value());
    root.getProperties().get("spec").setDescription("What is wanted.");
    root.getProperties().get("status").setDescription("What was seen; the operator writes it.");
  }

  /** Columns come in the order in which the class declares them, which is the order people read. */
  private static Comparator<CustomResourceColumnDefinition> asDeclared(
      Class<? extends HasMetadata> type) {
    List<String> declared =
        Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    return Comparator.comparing(column -> declared.indexOf(column.getName()));
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
      schema.setPattern(QUANTITY); // of texts
      schema.setMinimum(1d); // of integers
      schema.setMaximum(LARGEST_INTEGER);
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
    } else if ("array".equals(property.getType())) {
      property.setXKubernetesListType("atomic");
    }
    polish(property);
  }
}
