package dev.isthmus.engine.text;

import java.util.List;
import java.util.Map;

/** A model's own chat template. Thread-safe. */
public interface ChatTemplate {

  /** One turn. */
  record Message(String role, String content) {}

  /**
   * @param messages the conversation, at least one
   * @param addGenerationPrompt whether the assistant's turn is begun
   * @param variables what else the template may see
   * @throws TemplateException what the template refused (raise_exception), in its own words
   */
  String render(List<Message> messages, boolean addGenerationPrompt, Map<String, Object> variables);

  /** Whether it may read a variable of this name, which messages alone do not give it. */
  default boolean takes(String variable) {
    return false;
  }

  /** The template refused the messages, or is itself broken. */
  final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
      super(message);
    }
  }
}
