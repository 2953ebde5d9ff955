package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Fields that clients send without meaning anything by them. Each is accepted at the values at
 * which it changes nothing; another value is refused rather than ignored, and so is a field that
 * nobody knows.
 */
final class NeutralFields {

  private static final Predicate<JsonNode> NULL = value -> false;
  private static final Predicate<JsonNode> ANY = value -> true;
  private static final Predicate<JsonNode> ZERO = value -> isNumber(value, 0);
  private static final Predicate<JsonNode> ONE = value -> isNumber(value, 1);
  private static final Predicate<JsonNode> MINUS_ONE = value -> isNumber(value, -1);
  private static final Predicate<JsonNode> FALSE = value -> value.isBoolean() && !value.asBoolean();
  private static final Predicate<JsonNode> TRUE = value -> value.isBoolean() && value.asBoolean();
  private static final Predicate<JsonNode> EMPTY =
      value -> value.isContainerNode() && value.isEmpty() || isText(value, "");

  /** Of a chat's or completion's request: OpenAI's own, vLLM's and llama.cpp's. */
  static final NeutralFields OF_REQUEST = new NeutralFields(request());

  /** Of one message. */
  static final NeutralFields OF_MESSAGE =
      new NeutralFields(
          Map.of(
              "name", EMPTY,
              "refusal", EMPTY,
              "annotations", EMPTY,
              "audio", NULL,
              "tool_calls", EMPTY,
              "tool_call_id", EMPTY,
              "function_call", NULL,
              "reasoning_content", EMPTY,
              "reasoning", EMPTY,
              "prefix", FALSE));

  /** Of one part of a message's content. */
  static final NeutralFields OF_PART = new NeutralFields(Map.of("cache_control", NULL));

  /** Of {@code stream_options}. */
  static final NeutralFields OF_STREAM =
      new NeutralFields(Map.of("include_obfuscation", FALSE, "continuous_usage_stats", FALSE));

  private final Map<String, Predicate<JsonNode>> known;

  private NeutralFields(Map<String, Predicate<JsonNode>> known) {
    this.known = known;
  }

  /**
   * @throws ApiException where the field is unknown, or its value would change the answer
   */
  void check(String prefix, String name, JsonNode value) {
    Predicate<JsonNode> neutral = known.get(name);
    if (neutral == null) {
      throw ApiException.invalid(
          prefix + name, "unknown_parameter", "Unknown field: " + prefix + name);
    }
    if (!value.isNull() && !neutral.test(value)) {
      throw ApiException.invalid(
          prefix + name,
          "unsupported_value",
          prefix + name + " is known, but this value is not supported here; leave it out");
    }
  }

  private static Map<String, Predicate<JsonNode>> request() {
    Map<String, Predicate<JsonNode>> all = new HashMap<>();
    put(all, ANY, "user", "metadata", "safety_identifier", "prompt_cache_key", "request_id");
    put(all, ANY, "prompt_cache_retention", "cache_salt", "cache_prompt");
    put(all, FALSE, "store", "echo", "use_beam_search", "ignore_eos", "early_stopping");
    put(all, FALSE, "include_stop_str_in_output", "continue_final_message", "add_special_tokens");
    put(all, FALSE, "return_tokens_as_token_ids", "return_token_ids", "timings_per_token");
    put(all, FALSE, "post_sampling_probs", "return_progress", "penalize_nl", "return_tokens");
    put(all, ZERO, "frequency_penalty", "presence_penalty", "min_p", "min_tokens", "priority");
    put(all, ZERO, "mirostat", "dry_multiplier", "xtc_probability", "dynatemp_range", "n_probs");
    put(all, ZERO, "n_keep", "min_keep", "t_max_predict_ms", "n_indent", "prompt_logprobs");
    put(all, ONE, "n", "best_of", "repetition_penalty", "repeat_penalty", "length_penalty");
    put(all, ONE, "typical_p", "tfs_z", "typical", "tfs");
    put(all, EMPTY, "logit_bias", "tools", "functions", "suffix", "stop_token_ids", "bad_words");
    put(all, EMPTY, "chat_template_kwargs", "chat_template", "documents", "grammar", "json_schema");
    put(all, EMPTY, "samplers", "lora", "allowed_token_ids", "logits_processors", "guided_json");
    put(all, EMPTY, "guided_regex", "guided_choice", "guided_grammar", "structured_outputs");
    put(all, EMPTY, "kv_transfer_params", "mm_processor_kwargs", "vllm_xargs", "media_io_kwargs");
    put(all, NULL, "audio", "prediction", "web_search_options", "truncate_prompt_tokens");
    put(all, NULL, "guided_decoding_backend", "guided_whitespace_pattern", "moderation");
    put(all, TRUE, "skip_special_tokens", "spaces_between_special_tokens");
    put(all, TRUE, "add_generation_prompt", "detokenize");
    // Without tools, and with the sampler that they tune off, these say nothing.
    put(all, ANY, "parallel_tool_calls", "repeat_last_n", "mirostat_tau", "mirostat_eta");
    put(all, ANY, "dry_base", "dry_allowed_length", "dry_penalty_last_n", "dry_sequence_breakers");
    put(all, ANY, "xtc_threshold", "dynatemp_exponent");
    put(all, FALSE.or(EMPTY).or(oneOf("none", "auto")), "tool_choice", "function_call");
    put(all, MINUS_ONE.or(ZERO), "id_slot");
    put(all, oneOf("auto", "default"), "service_tier");
    put(all, oneOf("none"), "reasoning_effort", "reasoning_format");
    put(all, oneOf("medium"), "verbosity");
    all.put("response_format", value -> value.isObject() && isText(value.get("type"), "text"));
    all.put(
        "modalities",
        value -> value.isArray() && value.size() == 1 && isText(value.get(0), "text"));
    return all;
  }

  private static void put(
      Map<String, Predicate<JsonNode>> all, Predicate<JsonNode> neutral, String... names) {
    for (String name : names) {
      all.put(name, neutral);
    }
  }

  private static Predicate<JsonNode> oneOf(String... words) {
    return value -> value.isTextual() && java.util.List.of(words).contains(value.textValue());
  }

  private static boolean isNumber(JsonNode value, double number) {
    return value.isNumber() && value.doubleValue() == number;
  }

  private static boolean isText(JsonNode value, String text) {
    return value != null && value.isTextual() && value.textValue().equals(text);
  }
}
