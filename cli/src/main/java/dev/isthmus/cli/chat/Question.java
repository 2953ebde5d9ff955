package dev.isthmus.cli.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.cli.terminal.Json;
import java.util.List;

/**
 * What is asked of the API.
 *
 * @param temperature null: the API's default
 * @param topP null: the API's default
 * @param seed null: drawn by the router
 * @param maxTokens null: as many as the context holds
 * @param mode null: the router chooses
 * @param showDraft whether each token's origin is wanted
 * @param offline what follows where every verifier is lost in the answer; null: an error
 */
public record Question(
    String model,
    List<Message> messages,
    Double temperature,
    Double topP,
    Long seed,
    Integer maxTokens,
    String mode,
    boolean showDraft,
    String offline) {

  public Question {
    messages = List.copyOf(messages);
  }

  /** One that ends with an error where every verifier is lost. */
  public Question(
      String model,
      List<Message> messages,
      Double temperature,
      Double topP,
      Long seed,
      Integer maxTokens,
      String mode,
      boolean showDraft) {
    this(model, messages, temperature, topP, seed, maxTokens, mode, showDraft, null);
  }

  /** One that draws from the whole distribution. */
  public Question(
      String model,
      List<Message> messages,
      Double temperature,
      Long seed,
      Integer maxTokens,
      String mode,
      boolean showDraft) {
    this(model, messages, temperature, null, seed, maxTokens, mode, showDraft);
  }

  /** The body of a streaming request that also counts. */
  String body() {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("model", model);
    ArrayNode turns = body.putArray("messages");
    for (Message message : messages) {
      turns.addObject().put("role", message.role()).put("content", message.content());
    }
    if (temperature != null) {
      body.put("temperature", temperature);
    }
    if (topP != null) {
      body.put("top_p", topP);
    }
    if (seed != null) {
      body.put("seed", seed);
    }
    if (maxTokens != null) {
      body.put("max_tokens", maxTokens);
    }
    body.put("stream", true).putObject("stream_options").put("include_usage", true);
    return body.toString();
  }
}
