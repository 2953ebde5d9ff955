package dev.isthmus.agent.assign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.TemplateSource;
import java.nio.charset.StandardCharsets;

/**
 * What a router needs of a model: its {@code tokenizer.json} as it is, and its template as a JSON
 * object with {@code chat_template}, {@code bos_token} and {@code eos_token}.
 */
public final class TextFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TextStore store;

  public TextFiles(TextStore store) {
    this.store = store;
  }

  ModelTexts put(ModelSource source) {
    return new ModelTexts(
        store.put(source.tokenizerJson()),
        source.template().map(template -> store.put(bytes(template))).orElse(""));
  }

  private static byte[] bytes(TemplateSource template) {
    ObjectNode node = JSON.createObjectNode();
    node.put("chat_template", template.jinja());
    node.put("bos_token", template.bosToken());
    node.put("eos_token", template.eosToken());
    try {
      return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("three strings are JSON", e);
    }
  }
}
