package dev.isthmus.router.openai;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.text.ChatTemplate.Message;
import dev.isthmus.router.openai.Asked.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code messages}. */
final class MessagesReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

  Prompt read(Fields request) {
    JsonNode messages = request.any("messages");
    if (messages == null) {
      throw ApiException.invalid("messages", "missing_required_parameter", "messages is missing");
    }
    if (!messages.isArray()) {
      throw request.wrongType("messages", messages, "an array");
    }
    if (messages.isEmpty()) {
      throw ApiException.invalid("messages", "messages is empty; at least one is needed");
    }
    List<Message> read = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      read.add(message(messages.get(i), "messages[" + i + "]"));
    }
    return new Prompt.Chat(read, variables(request));
  }

  /** Of {@code chat_template_kwargs}, vLLM's way to what a template can do besides. */
  private static Map<String, Object> variables(Fields request) {
    JsonNode given = request.any("chat_template_kwargs");
    if (given == null) {
      return Map.of();
    }
    if (!given.isObject()) {
      throw request.wrongType("chat_template_kwargs", given, "an object");
    }
    return JSON.convertValue(given, VARIABLES);
  }

  private static Message message(JsonNode node, String where) {
    if (!(node instanceof ObjectNode object)) {
      throw ApiException.invalid(where, "invalid_type", where + " must be an object");
    }
    Fields fields = new Fields(object, where + ".");
    String role = fields.text("role", "");
    if (!ROLES.contains(role)) {
      throw ApiException.invalid(
          where + ".role",
          where + ".role is \"" + role + "\"; system, developer, user and assistant are possible");
    }
    String content = content(fields, where);
    fields.refuseOthers(NeutralFields.OF_MESSAGE);
    // Templates that people have know the older word.
    return new Message(role.equals("developer") ? "system" : role, content);
  }

  private static String content(Fields fields, String where) {
    JsonNode content = fields.any("content");
    if (content == null) {
      throw ApiException.invalid(
          where + ".content", "missing_required_parameter", where + ".content is missing");
    }
    if (content.isTextual()) {
      return Text.whole(content.textValue(), where + ".content");
    }
    if (!content.isArray()) {
      throw fields.wrongType("content", content, "a string or an array of text parts");
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      parts.add(part(content.get(i), where + ".content[" + i + "]"));
    }
    return String.join("\n", parts);
  }

  private static String part(JsonNode node, String where) {
    if (!(node instanceof ObjectNode object)) {
      throw ApiException.invalid(where, "invalid_type", where + " must be an object");
    }
    Fields fields = new Fields(object, where + ".");
    String type = fields.text("type", "");
    if (!type.equals("text")) {
      throw ApiException.invalid(
          where + ".type", where + ".type is \"" + type + "\"; only text is possible here");
    }
    String text = fields.text("text", null);
    if (text == null) {
      throw ApiException.invalid(where + ".text", where + ".text is missing");
    }
    fields.refuseOthers(NeutralFields.OF_PART);
    return Text.whole(text, where + ".text");
  }
}
