package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;

/**
 * What an API server does before it validates: nulls go, defaults come, 2.0 is 2, from the outside
 * in.
 */
final class Defaults {

  private Defaults() {}

  static void apply(JsonNode value, JSONSchemaProps schema) {
    if (value.isArray() && schema.getItems() != null) {
      value.forEach(item -> apply(item, schema.getItems().getSchema()));
    } else if (value instanceof ObjectNode object && schema.getProperties() != null) {
      List<String> nulls = new ArrayList<>();
      object.properties().stream()
          .filter(f -> f.getValue().isNull())
          .forEach(f -> nulls.add(f.getKey()));
      object.remove(nulls);
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                if (!object.has(name) && property.getDefault() != null) {
                  object.set(name, property.getDefault().deepCopy());
                }
                if (isWholeNumber(object.get(name), property)) {
                  object.put(name, object.get(name).longValue());
                }
                if (object.has(name)) {
                  apply(object.get(name), property);
                }
              });
    }
  }

  /** JSON knows one kind of number: 2.0 is an integer. */
  private static boolean isWholeNumber(JsonNode value, JSONSchemaProps schema) {
    return value != null
        && "integer".equals(schema.getType())
        && value.isFloatingPointNumber()
        && value.doubleValue() == Math.rint(value.doubleValue())
        && value.canConvertToLong();
  }
}
