package dev.isthmus.engine.source.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.TemplateSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The chat template of a directory: chat_template.jinja, or the entry of tokenizer_config.json. */
final class DirectoryTemplate {

  private DirectoryTemplate() {}

  static Optional<TemplateSource> read(Path folder) {
    ObjectNode settings =
        Json.optionalFile(folder.resolve("tokenizer_config.json")).orElseGet(Json::newObject);
    String bos = text(settings.path("bos_token"));
    String eos = text(settings.path("eos_token"));
    Path own = folder.resolve("chat_template.jinja");
    if (Files.isRegularFile(own)) {
      String jinja = new String(ModelFile.readAll(own), StandardCharsets.UTF_8);
      return Optional.of(new TemplateSource(jinja, bos, eos));
    }
    return jinja(settings.path("chat_template")).map(jinja -> new TemplateSource(jinja, bos, eos));
  }

  /** A string, or a list of named templates of which "default" is the one. */
  private static Optional<String> jinja(JsonNode entry) {
    if (entry.isTextual()) {
      return Optional.of(entry.asText());
    }
    for (JsonNode named : entry) {
      if (named.path("name").asText().equals("default")) {
        return Optional.of(named.path("template").asText());
      }
    }
    return Optional.empty();
  }

  /** A token is its text, or an object that holds it. */
  private static String text(JsonNode token) {
    return token.isObject() ? token.path("content").asText("") : token.asText("");
  }
}
