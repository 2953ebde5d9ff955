package dev.isthmus.router.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.router.openai.Asked.Prompt;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Bytes of a request to what is asked, or a refusal that names the field. */
final class AskedReader {

  private static final int MAX_STOPS = 4;
  private static final int MAX_LOGPROBS = 20;
  private static final int LEGACY_MAX_TOKENS = 16;

  private final JsonMapper json =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** {@code POST /v1/chat/completions}. */
  Asked chat(byte[] body) {
    Fields fields = new Fields(object(body), "");
    Prompt prompt = new MessagesReader().read(fields);
    boolean wanted = fields.flag("logprobs");
    OptionalInt top = fields.integer("top_logprobs", 0, MAX_LOGPROBS);
    if (!wanted && top.orElse(0) > 0) {
      throw ApiException.invalid("top_logprobs", "top_logprobs needs logprobs to be true");
    }
    OptionalInt newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
    OptionalInt older = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    if (newer.isPresent() && older.isPresent() && newer.getAsInt() != older.getAsInt()) {
      throw ApiException.invalid(
          "max_tokens", "max_tokens and max_completion_tokens differ; send one of them");
    }
    OptionalInt most = newer.isPresent() ? newer : older;
    String name = newer.isPresent() ? "max_completion_tokens" : "max_tokens";
    return common(fields, prompt, most, name, wanted ? 1 + top.orElse(0) : 0);
  }

  /** {@code POST /v1/completions}. */
  Asked completion(byte[] body) {
    Fields fields = new Fields(object(body), "");
    Prompt prompt = new PromptReader().read(fields);
    OptionalInt logprobs = fields.integer("logprobs", 0, MAX_LOGPROBS);
    OptionalInt most = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    return common(
        fields,
        prompt,
        most.isPresent() ? most : OptionalInt.of(LEGACY_MAX_TOKENS),
        "max_tokens",
        logprobs.isPresent() ? 1 + logprobs.getAsInt() : 0);
  }

  private Asked common(
      Fields fields, Prompt prompt, OptionalInt maxTokens, String maxField, int logprobs) {
    String model = fields.text("model", null);
    if (model == null || model.isEmpty()) {
      throw ApiException.invalid("model", "missing_required_parameter", "model is missing");
    }
    boolean stream = fields.flag("stream");
    Asked asked =
        new Asked(
            prompt,
            model,
            maxTokens,
            maxField,
            fields.number("temperature", 0, 2).orElse(1),
            topP(fields),
            Math.max(0, fields.integer("top_k", -1, Integer.MAX_VALUE).orElse(0)),
            fields.whole("seed"),
            stops(fields),
            stream,
            includeUsage(fields, stream),
            logprobs);
    fields.refuseOthers(NeutralFields.OF_REQUEST);
    return asked;
  }

  private static double topP(Fields fields) {
    double topP = fields.number("top_p", 0, 1).orElse(1);
    if (topP == 0) {
      throw ApiException.invalid("top_p", "top_p is 0; it must be above 0 and at most 1");
    }
    return topP;
  }

  private static boolean includeUsage(Fields fields, boolean stream) {
    JsonNode options = fields.any("stream_options");
    if (options == null || options.isObject() && options.isEmpty()) {
      return false;
    }
    if (!options.isObject()) {
      throw fields.wrongType("stream_options", options, "an object");
    }
    if (!stream) {
      throw ApiException.invalid("stream_options", "stream_options needs stream to be true");
    }
    Fields inner = new Fields((ObjectNode) options, "stream_options.");
    boolean includeUsage = inner.flag("include_usage");
    inner.refuseOthers(NeutralFields.OF_STREAM);
    return includeUsage;
  }

  private static List<String> stops(Fields fields) {
    JsonNode stop = fields.any("stop");
    if (stop == null || stop.isTextual() && stop.textValue().isEmpty()) {
      return List.of();
    }
    if (stop.isTextual()) {
      return List.of(stop.textValue());
    }
    if (!stop.isArray()) {
      throw fields.wrongType("stop", stop, "a string or an array of strings");
    }
    if (stop.size() > MAX_STOPS) {
      throw ApiException.invalid(
          "stop", "stop has " + stop.size() + " strings; at most " + MAX_STOPS + " are possible");
    }
    for (JsonNode one : stop) {
      if (!one.isTextual() || one.textValue().isEmpty()) {
        throw ApiException.invalid("stop", "stop holds something that is no string, or empty");
      }
    }
    return java.util.stream.StreamSupport.stream(stop.spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }

  private ObjectNode object(byte[] body) {
    try {
      JsonNode root = json.readTree(body);
      if (root instanceof ObjectNode object) {
        return object;
      }
      throw ApiException.invalid(null, "The request's body must be a JSON object.");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw ApiException.invalid(
          null,
          "invalid_json",
          "The request's body is not JSON" + where + ": " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw ApiException.invalid(null, "The request's body cannot be read: " + e.getMessage());
    }
  }

  private static String firstLine(String message) {
    // Jackson goes on with hints to whoever configures it.
    return message.split("\n|: enable ", 2)[0];
  }
}
