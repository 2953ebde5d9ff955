package dev.isthmus.engine.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.TemplateSource;

/**
 * A template on its way from an agent to a router: a JSON object with {@code chat_template}, {@code
 * bos_token} and {@code eos_token}, as in tokenizer_config.json.
 */
public final class TemplateFile {

  private TemplateFile() {}

  public static byte[] write(TemplateSource template) {
    return Json.bytes(
        Json.newObject()
            .put("chat_template", template.jinja())
            .put("bos_token", template.bosToken())
            .put("eos_token", template.eosToken()));
  }

  public static TemplateSource read(byte[] file) {
    ObjectNode fields = Json.object(file, "the template's file");
    return new TemplateSource(
        fields.path("chat_template").asText(),
        fields.path("bos_token").asText(),
        fields.path("eos_token").asText());
  }
}
