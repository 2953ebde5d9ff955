package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Delta;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code text_completion}, whole and in chunks. */
final class TextShape implements AnswerShape {

  private final Optional<Logprobs> logprobs;

  /**
   * @param logprobs where they were asked for
   */
  TextShape(Optional<Logprobs> logprobs) {
    this.logprobs = logprobs;
  }

  @Override
  public String idPrefix() {
    return "cmpl-";
  }

  @Override
  public String object(boolean chunk) {
    return "text_completion";
  }

  @Override
  public Optional<ObjectNode> opening() {
    return Optional.empty();
  }

  @Override
  public ObjectNode chunk(Delta delta) {
    return choice(delta.text(), List.of(delta), null);
  }

  @Override
  public ObjectNode closing(Completion completion) {
    return choice("", List.of(), completion.finishReason());
  }

  @Override
  public ObjectNode whole(List<Delta> deltas, Completion completion) {
    String text = deltas.stream().map(Delta::text).collect(Collectors.joining());
    return choice(text, deltas, completion.finishReason());
  }

  private ObjectNode choice(String text, List<Delta> deltas, String finish) {
    ObjectNode choice = JsonNodeFactory.instance.objectNode().put("index", 0).put("text", text);
    if (logprobs.isPresent() && !deltas.isEmpty()) {
      choice.set("logprobs", logprobs.get().legacy(deltas));
    } else {
      choice.putNull("logprobs");
    }
    return choice.put("finish_reason", finish);
  }
}
