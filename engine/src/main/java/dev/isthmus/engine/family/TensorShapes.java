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
      layer("model.layers." + layer + ".", model);
    }
  }

  private void layer(String prefix, Architecture model) {
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
    linear(
        prefix + "mlp.gate_proj",
        "intermediate_size × hidden_size",
        model.mlpBias(),
        model.intermediate(),
        model.hidden());
    linear(
        prefix + "mlp.up_proj",
        "intermediate_size × hidden_size",
        model.mlpBias(),
        model.intermediate(),
        model.hidden());
    linear(
        prefix + "mlp.down_proj",
        "hidden_size × intermediate_size",
        model.mlpBias(),
        model.hidden(),
        model.intermediate());
    if (model.qkNorm() != Architecture.QkNorm.NONE) {
      boolean perHead = model.qkNorm() == Architecture.QkNorm.PER_HEAD;
      need(prefix + "self_attn.q_norm.weight", "head_dim", perHead ? model.headDim() : q);
      need(prefix + "self_attn.k_norm.weight", "head_dim", perHead ? model.headDim() : kv);
    }
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
