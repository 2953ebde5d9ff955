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

  private static final Neutral NULL = new Neutral("null", value -> false);
  private static final Neutral ANY = new Neutral("anything", value -> true);
  private static final Neutral ZERO = Neutral.number(0);
  private static final Neutral ONE = Neutral.number(1);
  private static final Neutral MINUS_ONE = Neutral.number(-1);
  private static final Neutral FALSE = Neutral.flag(false);
  private static final Neutral TRUE = Neutral.flag(true);
  private static final Neutral EMPTY =
      new Neutral(
          "an empty one",
          value -> value.isContainerNode() && value.isEmpty() || Neutral.isText(value, ""));

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

  private final Map<String, Neutral> known;

  private NeutralFields(Map<String, Neutral> known) {
    this.known = known;
  }

  /**
   * @throws ApiException where the field is unknown, or its value would change the answer
   */
  void check(String prefix, String name, JsonNode value) {
    Neutral neutral = known.get(name);
    if (neutral == null) {
      throw ApiException.invalid(
          prefix + name, "unknown_parameter", "Unknown field: " + prefix + name);
    }
    if (!value.isNull() && !neutral.holds().test(value)) {
      throw ApiException.invalid(
          prefix + name,
          "unsupported_value",
          "%s is %s; only %s is supported here, or leave it out"
              .formatted(prefix + name, Fields.describe(value), neutral.value()));
    }
  }

  private static Map<String, Neutral> request() {
    Map<String, Neutral> all = new HashMap<>();
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
    put(
        all,
        FALSE.or(EMPTY).or(Neutral.word("none")).or(Neutral.word("auto")),
        "tool_choice",
        "function_call");
    put(all, MINUS_ONE.or(ZERO), "id_slot");
    put(all, Neutral.word("auto").or(Neutral.word("default")), "service_tier");
    put(all, Neutral.word("none"), "reasoning_effort", "reasoning_format");
    put(all, Neutral.word("medium"), "verbosity");
    put(
        all,
        new Neutral(
            "{\"type\": \"text\"}",
            value -> value.isObject() && Neutral.isText(value.get("type"), "text")),
        "response_format");
    put(
        all,
        new Neutral(
            "[\"text\"]",
            value -> value.isArray() && value.size() == 1 && Neutral.isText(value.get(0), "text")),
        "modalities");
    return all;
  }

  private static void put(Map<String, Neutral> all, Neutral neutral, String... names) {
    for (String name : names) {
      all.put(name, neutral);
    }
  }

  /**
   * At which values a field changes nothing.
   *
   * @param value as a message names it
   */
  private record Neutral(String value, Predicate<JsonNode> holds) {

    static Neutral number(int number) {
      return new Neutral(
          String.valueOf(number), value -> value.isNumber() && value.doubleValue() == number);
    }

    static Neutral flag(boolean flag) {
      return new Neutral(
          String.valueOf(flag), value -> value.isBoolean() && value.booleanValue() == flag);
    }

    static Neutral word(String word) {
      return new Neutral('"' + word + '"', value -> isText(value, word));
    }

    Neutral or(Neutral other) {
      return new Neutral(value + " or " + other.value, holds.or(other.holds));
    }

    static boolean isText(JsonNode value, String text) {
      return value != null && value.isTextual() && value.textValue().equals(text);
    }
  }
}
