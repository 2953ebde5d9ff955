package dev.isthmus.router.openai;

import dev.isthmus.engine.text.ChatTemplate.Message;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A request as its fields say, before a model was looked at.
 *
 * @param maxTokens empty: as many as fit, or as the endpoint's default says
 * @param topK 0: all
 * @param seed empty: one is drawn
 * @param logprobs 0 none, else the chosen token and logprobs-1 alternatives
 */
record Asked(
    Prompt prompt,
    String model,
    OptionalInt maxTokens,
    String maxTokensField,
    double temperature,
    double topP,
    int topK,
    OptionalLong seed,
    List<String> stops,
    boolean stream,
    boolean includeUsage,
    int logprobs) {

  /** What is to be continued. */
  sealed interface Prompt {

    /**
     * A conversation.
     *
     * @param messages at least one
     * @param variables what else the chat template sees
     */
    record Chat(List<Message> messages, Map<String, Object> variables) implements Prompt {}

    /** Text, encoded with the tokenizer's own begin-of-text token where it has one. */
    record Text(String text) implements Prompt {}

    /** Ids, taken as they are. */
    record Tokens(int[] ids) implements Prompt {}
  }
}
