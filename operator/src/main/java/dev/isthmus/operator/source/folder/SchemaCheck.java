package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A value against a structural schema, with an API server's wording; unknown fields are refused by
 * name.
 */
final class SchemaCheck {

  private final List<Cause> causes = new ArrayList<>();

  static List<Cause> check(String path, JsonNode value, JSONSchemaProps schema) {
    SchemaCheck check = new SchemaCheck();
    check.value(path, value, schema);
    return check.causes;
  }

  private void value(String path, JsonNode value, JSONSchemaProps schema) {
    if (!hasType(value, schema)) {
      invalid(path, value, path + " in body must be of type " + type(schema));
      return;
    }
    if (!schema.getEnum().isEmpty() && !schema.getEnum().contains(value)) {
      causes.add(
          new Cause(
              path,
              "Unsupported value: "
                  + value
                  + ": supported values: "
                  + schema.getEnum().stream()
                      .map(JsonNode::toString)
                      .collect(Collectors.joining(", "))));
    }
    if (value.isTextual()) {
      text(path, value, schema);
    } else if (value.isNumber()) {
      number(path, value, schema);
    } else if (value.isArray()) {
      list(path, value, schema);
    } else if (value.isObject()) {
      object(path, value, schema);
    }
  }

  private void text(String path, JsonNode value, JSONSchemaProps schema) {
    int length = value.asText().codePointCount(0, value.asText().length());
    if (schema.getMaxLength() != null && length > schema.getMaxLength()) {
      causes.add(
          new Cause(
              path, "Too long: may not be more than " + schema.getMaxLength() + " characters"));
    }
    if (schema.getMinLength() != null && length < schema.getMinLength()) {
      invalid(
          path,
          value,
          path + " in body should be at least " + schema.getMinLength() + " chars long");
    }
    if (schema.getPattern() != null
        && !Pattern.compile(schema.getPattern()).matcher(value.asText()).find()) {
      invalid(path, value, path + " in body should match '" + schema.getPattern() + "'");
    }
  }

  private void number(String path, JsonNode value, JSONSchemaProps schema) {
    if (schema.getMaximum() != null && value.asDouble() > schema.getMaximum()) {
      invalid(
          path,
          value,
          path + " in body should be less than or equal to " + plain(schema.getMaximum()));
    }
    if (schema.getMinimum() != null && value.asDouble() < schema.getMinimum()) {
      invalid(
          path,
          value,
          path + " in body should be greater than or equal to " + plain(schema.getMinimum()));
    }
  }

  private void list(String path, JsonNode value, JSONSchemaProps schema) {
    if (schema.getMaxItems() != null && value.size() > schema.getMaxItems()) {
      causes.add(
          new Cause(
              path,
              "Too many: "
                  + value.size()
                  + ": must have at most "
                  + schema.getMaxItems()
                  + " items"));
      return;
    }
    if (schema.getMinItems() != null && value.size() < schema.getMinItems()) {
      invalid(
          path, value, path + " in body should have at least " + schema.getMinItems() + " items");
    }
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      String at = path + "[" + i + "]";
      value(at, value.get(i), schema.getItems().getSchema());
      JsonNode identity = identity(value.get(i), schema);
      if (identity != null && !seen.add(identity)) {
        causes.add(new Cause(at, "Duplicate value: " + identity));
      }
    }
  }

  /** What must be unique in a list of type map or set. */
  private static JsonNode identity(JsonNode item, JSONSchemaProps schema) {
    if ("set".equals(schema.getXKubernetesListType())) {
      return item;
    }
    if ("map".equals(schema.getXKubernetesListType())) {
      return item.get(schema.getXKubernetesListMapKeys().get(0));
    }
    return null;
  }

  private void object(String path, JsonNode value, JSONSchemaProps schema) {
    if (schema.getMaxProperties() != null && value.size() > schema.getMaxProperties()) {
      causes.add(
          new Cause(
              path,
              "Too many: "
                  + value.size()
                  + ": must have at most "
                  + schema.getMaxProperties()
                  + " items"));
    }
    for (String required : schema.getRequired()) {
      if (!value.has(required)) {
        causes.add(new Cause(child(path, required), "Required value"));
      }
    }
    value
        .properties()
        .forEach(
            field -> {
              JSONSchemaProps known = property(schema, field.getKey());
              if (known == null) {
                causes.add(
                    new Cause(
                        child(path, field.getKey()),
                        "unknown field \"" + child(path, field.getKey()) + "\""));
              } else {
                value(child(path, field.getKey()), field.getValue(), known);
              }
            });
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    if (schema.getAdditionalProperties() != null) {
      return schema.getAdditionalProperties().getSchema();
    }
    return schema.getProperties() == null ? null : schema.getProperties().get(name);
  }

  private static String type(JSONSchemaProps schema) {
    return Boolean.TRUE.equals(schema.getXKubernetesIntOrString())
        ? "integer or string"
        : schema.getType();
  }

  private static boolean hasType(JsonNode value, JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return value.isTextual() || isInteger(value);
    }
    return switch (schema.getType()) {
      case "string" -> value.isTextual();
      case "integer" -> isInteger(value);
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> throw new IllegalStateException("schema of type " + schema.getType());
    };
  }

  /** An API server takes 2.0 for an integer, too. */
  private static boolean isInteger(JsonNode value) {
    return value.isIntegralNumber()
        || value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
  }

  private void invalid(String path, JsonNode value, String message) {
    String shown =
        value.isContainerNode() ? (value.isArray() ? "\"array\"" : "\"object\"") : value.toString();
    causes.add(new Cause(path, "Invalid value: " + shown + ": " + message));
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
