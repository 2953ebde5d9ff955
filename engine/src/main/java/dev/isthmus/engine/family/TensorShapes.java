package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;

/**
 * Checks that every tensor of an architecture is there, in its shape, before anything is loaded.
 */
final class TensorShapes {

  private final ModelSource source;

  private TensorShapes(ModelSource source) {
    this.source = source;
  }

  static void check(ModelSource source, Architecture model) {
    new TensorShapes(source).all(model);
  }

  private void all(Architecture model) {
    need(
        "model.embed_tokens.weight",
        "vocab_size × hidden_size",
        model.vocabulary(),
        model.hidden());
    need("model.norm.weight", "hidden_size", model.hidden());
    if (!model.tiedHead()) {
      need("lm_head.weight", "vocab_size × hidden_size", model.vocabulary(), model.hidden());
    }
    for (int layer = 0; layer < model.layers(); layer++) {
      layer(layer, "model.layers." + layer + ".", model);
    }
  }

  private void layer(int layer, String prefix, Architecture model) {
    long q = (long) model.heads() * model.headDim();
    long kv = (long) model.kvHeads() * model.headDim();
    need(prefix + "input_layernorm.weight", "hidden_size", model.hidden());
    need(prefix + "post_attention_layernorm.weight", "hidden_size", model.hidden());
    linear(
        prefix + "self_attn.q_proj",
        "heads·head_dim × hidden_size",
        model.attentionBias(),
        q,
        model.hidden());
    linear(
        prefix + "self_attn.k_proj",
        "kv_heads·head_dim × hidden_size",
        model.attentionBias(),
        kv,
        model.hidden());
    linear(
        prefix + "self_attn.v_proj",
        "kv_heads·head_dim × hidden_size",
        model.attentionBias(),
        kv,
        model.hidden());
    linear(
        prefix + "self_attn.o_proj",
        "hidden_size × heads·head_dim",
        model.outputBias(),
        model.hidden(),
        q);
    if (model.isSparse(layer)) {
      experts(prefix + "mlp.", model.experts(), model);
    } else {
      feedForward(
          prefix + "mlp.", "intermediate_size", model.mlpBias(), model.intermediate(), model);
    }
    if (model.qkNorm() != Architecture.QkNorm.NONE) {
      boolean perHead = model.qkNorm() == Architecture.QkNorm.PER_HEAD;
      need(prefix + "self_attn.q_norm.weight", "head_dim", perHead ? model.headDim() : q);
      need(prefix + "self_attn.k_norm.weight", "head_dim", perHead ? model.headDim() : kv);
    }
  }

  private void experts(String prefix, Experts experts, Architecture model) {
    linear(prefix + "gate", "num_experts × hidden_size", false, experts.count(), model.hidden());
    for (int expert = 0; expert < experts.count(); expert++) {
      String at = prefix + "experts." + expert + ".";
      feedForward(at, "width of an expert", false, experts.intermediate(), model);
    }
    if (experts.shared() != null) {
      String at = prefix + "shared_expert.";
      int inner = experts.shared().intermediate();
      feedForward(at, "shared_expert_intermediate_size", false, inner, model);
      if (experts.shared().gated()) {
        linear(prefix + "shared_expert_gate", "1 × hidden_size", false, 1, model.hidden());
      }
    }
  }

  private void feedForward(
      String prefix, String inner, boolean bias, long width, Architecture model) {
    String wide = inner + " × hidden_size";
    linear(prefix + "gate_proj", wide, bias, width, model.hidden());
    linear(prefix + "up_proj", wide, bias, width, model.hidden());
    linear(prefix + "down_proj", "hidden_size × " + inner, bias, model.hidden(), width);
  }

  private void linear(String name, String meaning, boolean bias, long out, long in) {
    need(name + ".weight", meaning, out, in);
    if (bias) {
      need(name + ".bias", meaning, out);
    } else if (source.tensorNames().contains(name + ".bias")) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_FAMILY,
          source.name()
              + ": tensor "
              + name
              + ".bias is there, and this family's configuration knows none.");
    }
  }

  private void need(String name, String meaning, long... shape) {
    RequiredTensor.of(source, name, meaning, shape);
  }
}
