package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Delta;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code chat.completion} and its chunks. */
final class ChatShape implements AnswerShape {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Optional<Logprobs> logprobs;

  /**
   * @param logprobs where they were asked for
   */
  ChatShape(Optional<Logprobs> logprobs) {
    this.logprobs = logprobs;
  }

  @Override
  public String idPrefix() {
    return "chatcmpl-";
  }

  @Override
  public String object(boolean chunk) {
    return chunk ? "chat.completion.chunk" : "chat.completion";
  }

  @Override
  public Optional<ObjectNode> opening() {
    ObjectNode delta = JSON.objectNode().put("role", "assistant").put("content", "");
    return Optional.of(choice("delta", delta, List.of(), null));
  }

  @Override
  public ObjectNode chunk(Delta delta) {
    return choice("delta", JSON.objectNode().put("content", delta.text()), List.of(delta), null);
  }

  @Override
  public ObjectNode closing(Completion completion) {
    return choice("delta", JSON.objectNode(), List.of(), completion.finishReason());
  }

  @Override
  public ObjectNode whole(List<Delta> deltas, Completion completion) {
    ObjectNode message =
        JSON.objectNode()
            .put("role", "assistant")
            .put("content", deltas.stream().map(Delta::text).collect(Collectors.joining()))
            .putNull("refusal");
    return choice("message", message, deltas, completion.finishReason());
  }

  private ObjectNode choice(String key, ObjectNode content, List<Delta> deltas, String finish) {
    ObjectNode choice = JSON.objectNode().put("index", 0);
    choice.set(key, content);
    if (logprobs.isPresent() && !deltas.isEmpty()) {
      choice.set("logprobs", logprobs.get().chat(deltas));
    } else {
      choice.putNull("logprobs");
    }
    return choice.put("finish_reason", finish);
  }
}
