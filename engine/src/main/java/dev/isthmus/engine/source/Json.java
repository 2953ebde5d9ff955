package dev.isthmus.engine.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** JSON files of a model. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object(byte[] text, String where) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new ModelRefusedException(Reason.MALFORMED, where + " is not a JSON object.");
    } catch (JacksonException e) {
      throw new ModelRefusedException(
          Reason.MALFORMED, where + " is not JSON: " + e.getOriginalMessage() + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException(where, e);
    }
  }

  /** A file that holds a JSON list. */
  public static ArrayNode list(Path path) {
    try {
      if (MAPPER.readTree(ModelFile.readAll(path)) instanceof ArrayNode list) {
        return list;
      }
      throw new ModelRefusedException(
          Reason.MALFORMED, path.getFileName() + " is not a JSON list.");
    } catch (JacksonException e) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          path.getFileName() + " is not JSON: " + e.getOriginalMessage() + ".",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  public static ObjectNode file(Path path) {
    return object(ModelFile.readAll(path), path.getFileName().toString());
  }

  public static Optional<ObjectNode> optionalFile(Path path) {
    return Files.isRegularFile(path) ? Optional.of(file(path)) : Optional.empty();
  }

  public static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }
}
