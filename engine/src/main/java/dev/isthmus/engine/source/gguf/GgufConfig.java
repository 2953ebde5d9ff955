package dev.isthmus.engine.source.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelConfig;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.Map;
import java.util.Set;

/** GGUF metadata as the config.json that transformers 5 would have. */
final class GgufConfig {

  private static final Map<String, String> MODEL_TYPES =
      Map.of(
          "llama", "llama",
          "qwen2", "qwen2",
          "qwen3", "qwen3",
          "qwen2moe", "qwen2_moe",
          "qwen3moe", "qwen3_moe",
          "olmoe", "olmoe");

  private final Metadata metadata;
  private final String architecture;
  private final ObjectNode config = Json.newObject();

  private GgufConfig(Metadata metadata) {
    this.metadata = metadata;
    if (!metadata.has("general.architecture")) {
      throw metadata.missing("general.architecture");
    }
    this.architecture = metadata.text("general.architecture", "");
  }

  /**
   * @param tensors Hugging Face's names of the tensors in the file
   * @param vocabulary rows of the embedding
   */
  static ModelConfig of(Metadata metadata, Set<String> tensors, long vocabulary) {
    return new GgufConfig(metadata).build(tensors, vocabulary);
  }

  private ModelConfig build(Set<String> tensors, long vocabulary) {
    long heads = required("attention.head_count");
    config.put("model_type", modelType());
    config.put("hidden_act", "silu");
    config.put("vocab_size", vocabulary);
    config.put("hidden_size", required("embedding_length"));
    config.put("intermediate_size", required("feed_forward_length"));
    config.put("num_hidden_layers", required("block_count"));
    config.put("num_attention_heads", heads);
    config.put("num_key_value_heads", integer("attention.head_count_kv", heads));
    config.put("head_dim", headDim(heads));
    config.put("max_position_embeddings", required("context_length"));
    config.put("rms_norm_eps", metadata.requiredReal(key("attention.layer_norm_rms_epsilon")));
    config.put("tie_word_embeddings", !tensors.contains("lm_head.weight"));
    boolean bias = tensors.contains("model.layers.0.self_attn.q_proj.bias");
    config.put("attention_bias", bias);
    config.put("qkv_bias", bias);
    config.put("mlp_bias", tensors.contains("model.layers.0.mlp.gate_proj.bias"));
    if (metadata.has(key("attention.sliding_window"))) {
      config.put("sliding_window", required("attention.sliding_window"));
      config.put("use_sliding_window", true);
    }
    if (integer("expert_count", 0) > 0) {
      new GgufExperts(metadata, architecture).put(config, tensors);
    }
    if (metadata.real(key("attention.clamp_kqv"), 0) > 0) {
      config.put("clip_qkv", metadata.requiredReal(key("attention.clamp_kqv")));
    }
    token("bos_token_id");
    token("eos_token_id");
    rope();
    return new ModelConfig(config.path("model_type").asText(), config, metadata.file());
  }

  private String modelType() {
    String type = MODEL_TYPES.get(architecture);
    if (type == null) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_FAMILY,
          metadata.file()
              + ": architecture "
              + architecture
              + " is not supported; these are: "
              + MODEL_TYPES.keySet().stream().sorted().toList()
              + ".");
    }
    return type.equals("llama") ? ofLlama() : type;
  }

  /** GGUF has one name for three families. */
  private String ofLlama() {
    if (integer("expert_count", 0) > 0) {
      return "mixtral";
    }
    return metadata.has(key("attention.sliding_window")) ? "mistral" : "llama";
  }

  /** llama.cpp rotates {@code rope.dimension_count} of a head; only whole heads are supported. */
  private long headDim(long heads) {
    long whole = heads > 0 ? required("embedding_length") / heads : 0;
    long keys = integer("attention.key_length", whole);
    long values = integer("attention.value_length", keys);
    long rotated = integer("rope.dimension_count", keys);
    if (keys != values || keys != rotated) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_FAMILY,
          metadata.file()
              + ": keys of "
              + keys
              + ", values of "
              + values
              + ", of which "
              + rotated
              + " are rotated; only heads whose keys and values are equally wide and rotated whole are"
              + " supported.");
    }
    return keys;
  }

  private void rope() {
    ObjectNode rope = config.putObject("rope_parameters");
    rope.put("rope_theta", metadata.real(key("rope.freq_base"), 10000));
    String type = metadata.text(key("rope.scaling.type"), "none");
    rope.put("rope_type", type.equals("none") ? "default" : type);
    number(rope, "rope.scaling.factor", "factor");
    if (metadata.has(key("rope.scaling.original_context_length"))) {
      rope.put(
          "original_max_position_embeddings", required("rope.scaling.original_context_length"));
    }
    attentionFactor(rope);
    number(rope, "rope.scaling.yarn_beta_fast", "beta_fast");
    number(rope, "rope.scaling.yarn_beta_slow", "beta_slow");
  }

  /** llama.cpp multiplies what YaRN infers from the factor; Hugging Face's field replaces it. */
  private void attentionFactor(ObjectNode rope) {
    String key = key("rope.scaling.attn_factor");
    if (metadata.has(key)) {
      double factor = rope.path("factor").asDouble(1);
      double inferred = factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
      rope.put("attention_factor", inferred * metadata.requiredReal(key));
    }
  }

  private void number(ObjectNode rope, String from, String to) {
    if (metadata.has(key(from))) {
      rope.put(to, metadata.requiredReal(key(from)));
    }
  }

  private void token(String name) {
    String key = "tokenizer.ggml." + name;
    if (metadata.has(key)) {
      config.put(name, metadata.requiredInteger(key));
    }
  }

  private long required(String name) {
    return metadata.requiredInteger(key(name));
  }

  private long integer(String name, long otherwise) {
    return metadata.integer(key(name), otherwise);
  }

  private String key(String name) {
    return architecture + "." + name;
  }
}
