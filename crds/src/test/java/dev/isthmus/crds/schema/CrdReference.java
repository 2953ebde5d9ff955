package dev.isthmus.crds.schema;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of docs/ that lists every field, made from the definitions. */
final class CrdReference {

  private static final String HEAD =
      """
      # Resources

      Group `isthmus.dev`, version `v1alpha1`, category `isthmus` (`kubectl get isthmus -A`). Generated from the
      definitions in k8s/crds; `kubectl explain` says the same.
      """;

  private final StringBuilder page = new StringBuilder(HEAD);
  private final List<String> rules = new ArrayList<>();

  private CrdReference() {}

  static String of(Map<String, String> definitions) {
    CrdReference reference = new CrdReference();
    for (Class<? extends HasMetadata> type : CrdFiles.RESOURCES) {
      String yaml = definitions.get(HasMetadata.getFullResourceName(type) + ".yaml");
      reference.add(Serialization.unmarshal(yaml, CustomResourceDefinition.class));
    }
    return reference.page.toString();
  }

  private void add(CustomResourceDefinition definition) {
    var names = definition.getSpec().getNames();
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().get(0);
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    page.append("\n## ").append(names.getKind()).append("\n\n").append(root.getDescription());
    page.append("\n\nShort name `").append(String.join("`, `", names.getShortNames()));
    page.append("`, scope ").append(definition.getSpec().getScope()).append(". Columns: ");
    page.append(columns(version.getAdditionalPrinterColumns())).append(".\n");
    page.append("\n| field | type | default and limits | meaning |\n|---|---|---|---|\n");
    rules.clear();
    collectRules("", root);
    for (String part : List.of("spec", "status")) {
      fields(part, root.getProperties().get(part));
    }
    if (!rules.isEmpty()) {
      page.append("\nRules:\n\n");
      rules.forEach(rule -> page.append("- ").append(rule).append('\n'));
    }
  }

  private static String columns(List<CustomResourceColumnDefinition> columns) {
    return columns.stream()
        .map(
            column ->
                column.getPriority() > 0
                    ? column.getName() + " (`-o wide`)"
                    : column.getName().toUpperCase(java.util.Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private void fields(String path, JSONSchemaProps schema) {
    if (schema.getProperties() == null) {
      return;
    }
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              String at = path + "." + name;
              boolean required = schema.getRequired().contains(name);
              JSONSchemaProps shape =
                  property.getItems() == null ? property : property.getItems().getSchema();
              row(property.getItems() == null ? at : at + "[]", property, shape, required);
              collectRules(at, property);
              if (shape != property) {
                collectRules(at + "[]", shape);
              }
              fields(property.getItems() == null ? at : at + "[]", shape);
            });
  }

  private void row(String at, JSONSchemaProps property, JSONSchemaProps shape, boolean required) {
    String type = isQuantity(shape) ? "quantity" : shape.getType();
    page.append("| `").append(at).append("` | ").append(type);
    page.append(required ? ", required | " : " | ").append(limits(property, shape));
    page.append(" | ").append(property.getDescription().replace("|", "\\|")).append(" |\n");
  }

  private static String limits(JSONSchemaProps property, JSONSchemaProps shape) {
    List<String> limits = new ArrayList<>();
    if (property.getDefault() != null) {
      limits.add("default `" + property.getDefault() + "`");
    }
    if (!shape.getEnum().isEmpty()) {
      limits.add(
          shape.getEnum().stream().map(value -> value.asText()).collect(Collectors.joining(", ")));
    }
    if (isQuantity(shape)) { // its bounds are of those that are written as integers
      limits.add("more than 0");
    } else {
      range(limits, shape.getMinimum(), shape.getMaximum(), "");
    }
    range(limits, shape.getMinLength(), shape.getMaxLength(), " characters");
    range(limits, property.getMinItems(), property.getMaxItems(), " items");
    range(limits, shape.getMinProperties(), shape.getMaxProperties(), " entries");
    return String.join("; ", limits);
  }

  private static boolean isQuantity(JSONSchemaProps shape) {
    return Boolean.TRUE.equals(shape.getXKubernetesIntOrString());
  }

  private static void range(List<String> limits, Number least, Number most, String unit) {
    if (least != null && most != null) {
      limits.add(plain(least) + " to " + plain(most) + unit);
    } else if (least != null || most != null) {
      limits.add((most == null ? "≥ " + plain(least) : "≤ " + plain(most)) + unit);
    }
  }

  private static String plain(Number bound) {
    return bound.doubleValue() == Math.rint(bound.doubleValue())
        ? Long.toString(bound.longValue())
        : bound.toString();
  }

  private void collectRules(String path, JSONSchemaProps schema) {
    for (ValidationRule rule : schema.getXKubernetesValidations()) {
      String field = path + (rule.getFieldPath() == null ? "" : rule.getFieldPath());
      String at = field.startsWith(".") ? field.substring(1) : field;
      rules.add((at.isEmpty() ? "" : "`" + at + "`: ") + rule.getMessage());
    }
  }
}
