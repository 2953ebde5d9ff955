package dev.isthmus.engine.source.gguf;

import java.util.Map;

/** GGUF's tensor names in Hugging Face's words; a name that is not known stays as it is. */
final class GgufNames {

  private static final Map<String, String> WHOLE =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");

  private static final Map<String, String> IN_LAYER =
      Map.ofEntries(
          Map.entry("attn_norm", "input_layernorm"),
          Map.entry("ffn_norm", "post_attention_layernorm"),
          Map.entry("attn_q", "self_attn.q_proj"),
          Map.entry("attn_k", "self_attn.k_proj"),
          Map.entry("attn_v", "self_attn.v_proj"),
          Map.entry("attn_output", "self_attn.o_proj"),
          Map.entry("attn_q_norm", "self_attn.q_norm"),
          Map.entry("attn_k_norm", "self_attn.k_norm"),
          Map.entry("ffn_gate", "mlp.gate_proj"),
          Map.entry("ffn_up", "mlp.up_proj"),
          Map.entry("ffn_down", "mlp.down_proj"),
          Map.entry("ffn_gate_inp", "mlp.gate"),
          Map.entry("ffn_gate_exps", "mlp.experts.gate_proj"),
          Map.entry("ffn_up_exps", "mlp.experts.up_proj"),
          Map.entry("ffn_down_exps", "mlp.experts.down_proj"),
          Map.entry("ffn_gate_up_exps", "mlp.experts.gate_up_proj"),
          Map.entry("ffn_gate_inp_shexp", "mlp.shared_expert_gate"),
          Map.entry("ffn_gate_shexp", "mlp.shared_expert.gate_proj"),
          Map.entry("ffn_up_shexp", "mlp.shared_expert.up_proj"),
          Map.entry("ffn_down_shexp", "mlp.shared_expert.down_proj"));

  private static final Map<String, String> ONE_EXPERT =
      Map.of("ffn_gate", "gate_proj", "ffn_up", "up_proj", "ffn_down", "down_proj");

  private GgufNames() {}

  static String huggingFace(String name) {
    if (WHOLE.containsKey(name)) {
      return WHOLE.get(name);
    }
    String[] parts = name.split("\\.", -1);
    if (parts.length == 4 && parts[0].equals("blk") && IN_LAYER.containsKey(parts[2])) {
      return "model.layers." + parts[1] + "." + IN_LAYER.get(parts[2]) + "." + parts[3];
    }
    // Older files have the experts one by one: blk.0.ffn_gate.7.weight.
    if (parts.length == 5 && parts[0].equals("blk") && ONE_EXPERT.containsKey(parts[2])) {
      String expert = ".mlp.experts." + parts[3] + "." + ONE_EXPERT.get(parts[2]) + ".";
      return "model.layers." + parts[1] + expert + parts[4];
    }
    return name;
  }

  /** Whether the file keeps the rows of this tensor in the order of interleaved rotation. */
  static boolean isRotated(String name) {
    return name.startsWith("blk.")
        && (name.endsWith(".attn_q.weight")
            || name.endsWith(".attn_k.weight")
            || name.endsWith(".attn_q.bias")
            || name.endsWith(".attn_k.bias"));
  }
}
