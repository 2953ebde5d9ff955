package dev.isthmus.engine.source.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.Set;

/** A GGUF file's metadata about experts, in Hugging Face's words. */
final class GgufExperts {

  /** llama.cpp's number for softmax over all experts. */
  private static final int SOFTMAX = 1;

  private final Metadata metadata;
  private final String architecture;

  GgufExperts(Metadata metadata, String architecture) {
    this.metadata = metadata;
    this.architecture = architecture;
  }

  /**
   * @param tensors Hugging Face's names of the tensors in the file
   */
  void put(ObjectNode config, Set<String> tensors) {
    long active = metadata.requiredInteger(key("expert_used_count"));
    long whole = config.path("intermediate_size").asLong();
    // llama.cpp's own rule where Qwen's files do not say how wide an expert is.
    long divided = active > 0 && architecture.startsWith("qwen") ? whole / active : whole;
    long width = integer("expert_feed_forward_length", divided);
    config.put("num_experts", metadata.requiredInteger(key("expert_count")));
    config.put("num_experts_per_tok", active);
    config.put("moe_intermediate_size", width);
    if (!architecture.startsWith("qwen")) {
      config.put("intermediate_size", width);
    }
    config.put("norm_topk_prob", normalised());
    if (architecture.equals("qwen2moe")) {
      config.put(
          "shared_expert_intermediate_size", integer("expert_shared_feed_forward_length", whole));
    }
    ArrayNode dense = config.putArray("mlp_only_layers");
    for (int layer = 0; layer < config.path("num_hidden_layers").asInt(); layer++) {
      if (tensors.contains("model.layers." + layer + ".mlp.gate_proj.weight")) {
        dense.add(layer);
      }
    }
    refuseOthers(tensors);
  }

  /** What an architecture does where its file does not say it. */
  private boolean normalised() {
    boolean usual = architecture.equals("llama") || architecture.equals("qwen3moe");
    return metadata.flag(key("expert_weights_norm"), usual);
  }

  private void refuseOthers(Set<String> tensors) {
    double scale = metadata.real(key("expert_weights_scale"), 0);
    if (scale != 0 && scale != 1) {
      throw unsupported("expert_weights_scale", scale, "weights of experts are not scaled");
    }
    long gating = integer("expert_gating_func", 0);
    if (gating != 0 && gating != SOFTMAX) {
      throw unsupported("expert_gating_func", gating, "softmax, which is 1, is supported");
    }
    long groups = integer("expert_group_count", 0);
    if (groups > 1) {
      throw unsupported("expert_group_count", groups, "experts are chosen from all");
    }
    for (String name : tensors) {
      if (name.contains(".exp_probs_b")) {
        throw new ModelRefusedException(
            Reason.UNSUPPORTED_FAMILY,
            metadata.file() + ": tensor " + name + " is a bias of the router; there is none here.");
      }
    }
  }

  private ModelRefusedException unsupported(String name, Object value, String why) {
    return new ModelRefusedException(
        Reason.UNSUPPORTED_FAMILY,
        metadata.file() + ": metadata " + key(name) + " is " + value + "; " + why + ".");
  }

  private long integer(String name, long otherwise) {
    return metadata.integer(key(name), otherwise);
  }

  private String key(String name) {
    return architecture + "." + name;
  }
}
