package dev.isthmus.cli.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Json;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts an answer together from the lines of a server-sent event stream. */
final class AnswerReader {

  private static final Pattern SETTING = Pattern.compile("([a-z-]+)=(?:\"([^\"]*)\"|(\\S+))");

  private final AnswerListener listener;
  private final LongSupplier nanos;
  private final long asked;
  private final StringBuilder text = new StringBuilder();
  private String finish = "";
  private String mode;
  private String reason;
  private int promptTokens;
  private int cachedTokens;
  private int completionTokens;
  private long drafted;
  private long accepted;
  private long rounds;
  private long first;
  private long last;
  private boolean unverified;
  private boolean done;

  /**
   * @param mode from the response's head; the stream's end may say another
   */
  AnswerReader(
      String mode, String reason, AnswerListener listener, LongSupplier nanos, long asked) {
    this.mode = mode;
    this.reason = reason;
    this.listener = listener;
    this.nanos = nanos;
    this.asked = asked;
  }

  void line(String line) {
    if (line.startsWith(":")) {
      comment(line);
    } else if (line.equals("data: [DONE]")) {
      done = true;
    } else if (line.startsWith("data:")) {
      data(line.substring("data:".length()).strip());
    }
  }

  /**
   * @throws CliException where the stream broke off
   */
  Answer answer() {
    if (!done) {
      throw new CliException(
          "the router's stream broke off after "
              + text.length()
              + " characters; isthmus status says how the service is");
    }
    return new Answer(
        text.toString(),
        finish,
        promptTokens,
        cachedTokens,
        completionTokens,
        mode,
        reason,
        drafted,
        accepted,
        rounds,
        first == 0 ? 0 : (first - asked) / 1e6,
        (last - first) / 1e6);
  }

  private void data(String json) {
    JsonNode chunk;
    try {
      chunk = Json.read(json);
    } catch (JsonProcessingException e) {
      throw new CliException("the answer holds what is not JSON: " + json, e);
    }
    if (chunk.has("error")) {
      throw new CliException(chunk.path("error").path("message").asText(json));
    }
    JsonNode choice = chunk.path("choices").path(0);
    String delta = choice.path("delta").path("content").asText("");
    if (!delta.isEmpty()) {
      if (!unverified && chunk.path("isthmus").path("unverified").asBoolean()) {
        unverified = true;
        listener.unverified();
      }
      text(delta, chunk.path("isthmus").path("pieces"));
    }
    finish = choice.path("finish_reason").asText(finish);
    JsonNode usage = chunk.path("usage");
    if (usage.isObject()) {
      promptTokens = usage.path("prompt_tokens").asInt();
      completionTokens = usage.path("completion_tokens").asInt();
      cachedTokens = usage.path("prompt_tokens_details").path("cached_tokens").asInt();
    }
  }

  private void text(String delta, JsonNode pieces) {
    last = nanos.getAsLong();
    first = first == 0 ? last : first;
    text.append(delta);
    if (pieces.isEmpty()) {
      listener.text(delta, false);
    }
    for (JsonNode piece : pieces) {
      listener.text(piece.path("text").asText(), piece.path("accepted").asBoolean());
    }
  }

  private void comment(String line) {
    Matcher settings = SETTING.matcher(line);
    while (settings.find()) {
      String value = settings.group(2) == null ? settings.group(3) : settings.group(2);
      switch (settings.group(1)) {
        case "mode" -> mode = value;
        case "reason" -> reason = value;
        case "drafted" -> drafted = Long.parseLong(value);
        case "accepted" -> accepted = Long.parseLong(value);
        case "rounds" -> rounds = Long.parseLong(value);
        default -> {
          // a newer router says more than this command shows
        }
      }
    }
  }
}
