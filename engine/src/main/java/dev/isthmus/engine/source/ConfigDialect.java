package dev.isthmus.engine.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.nio.file.Path;

/**
 * config.json in the dialect of transformers 5. Version 4 had {@code rope_theta} and {@code
 * rope_scaling} side by side, and {@code torch_dtype}; version 5 has {@code rope_parameters} and
 * {@code dtype}.
 */
public final class ConfigDialect {

  private ConfigDialect() {}

  public static ModelConfig read(Path path) {
    ObjectNode fields = Json.file(path);
    String type = fields.path("model_type").asText("");
    if (type.isEmpty()) {
      throw new ModelRefusedException(
          Reason.MALFORMED, path.getFileName() + ": model_type is missing; it names the family.");
    }
    return new ModelConfig(type, modern(fields), path.getFileName().toString());
  }

  private static ObjectNode modern(ObjectNode fields) {
    if (!fields.path("rope_parameters").isObject()) {
      ObjectNode rope = Json.newObject();
      JsonNode scaling = fields.path("rope_scaling");
      if (scaling.isObject()) {
        rope.setAll((ObjectNode) scaling);
        if (!rope.has("rope_type") && rope.has("type")) {
          rope.set("rope_type", rope.get("type"));
        }
      } else {
        rope.put("rope_type", "default");
      }
      if (fields.has("rope_theta")) {
        rope.set("rope_theta", fields.get("rope_theta"));
      }
      fields.set("rope_parameters", rope);
    }
    if (!fields.has("dtype") && fields.has("torch_dtype")) {
      fields.set("dtype", fields.get("torch_dtype"));
    }
    return fields;
  }
}
