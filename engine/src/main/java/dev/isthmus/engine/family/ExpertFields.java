package dev.isthmus.engine.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads what a configuration says about experts. */
final class ExpertFields {

  /** Far above what any model has; keeps a broken file from asking for millions of tensors. */
  private static final int MOST = 4096;

  private final Common common;
  private final Fields fields;
  private final int layers;

  ExpertFields(Common common) {
    this.common = common;
    this.fields = common.fields();
    this.layers = fields.size("num_hidden_layers");
  }

  /** All layers, as Mixtral and OLMoE have them: an expert is as wide as the model says. */
  Experts everywhere(boolean normalised) {
    List<Integer> all = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      all.add(layer);
    }
    return experts(all, fields.size("intermediate_size"), normalised, null);
  }

  /** Some layers, as Qwen has them; null where that leaves none. */
  Experts somewhere(boolean shared) {
    List<Integer> sparse = sparse();
    if (sparse.isEmpty()) {
      return null;
    }
    boolean normalised = fields.flag("norm_topk_prob", false);
    String layer = "model.layers." + sparse.get(0) + ".mlp.";
    return experts(
        sparse, fields.size("moe_intermediate_size"), normalised, shared ? shared(layer) : null);
  }

  private Experts.Shared shared(String layer) {
    if (!common.hasTensor(layer + "shared_expert.gate_proj.weight")
        && fields.node("shared_expert_intermediate_size").asInt() == 0) {
      return null;
    }
    return new Experts.Shared(
        fields.size("shared_expert_intermediate_size"),
        common.hasTensor(layer + "shared_expert_gate.weight"));
  }

  private Experts experts(
      List<Integer> sparse, int intermediate, boolean normalised, Experts.Shared shared) {
    int count = count();
    int active = fields.size("num_experts_per_tok");
    if (count > MOST) {
      throw fields.unsupported("num_experts " + count + " is above " + MOST + ", the most.");
    }
    if (active > count) {
      throw fields.refusal(
          "num_experts_per_tok " + active + " is above num_experts, which is " + count + ".");
    }
    return new Experts(sparse, count, active, intermediate, normalised, shared);
  }

  /** transformers 4 said num_experts where 5 says num_local_experts; Mixtral always said that. */
  private int count() {
    return fields.size(fields.has("num_local_experts") ? "num_local_experts" : "num_experts");
  }

  private List<Integer> sparse() {
    int step = fields.size("decoder_sparse_step", 1);
    boolean none =
        fields.has("num_experts")
            && fields.node("num_experts").asInt(-1) == 0
            && !fields.has("num_local_experts");
    List<Integer> dense = dense();
    List<Integer> sparse = new ArrayList<>();
    for (int layer = 0; layer < layers && !none; layer++) {
      if (!dense.contains(layer) && (layer + 1) % step == 0) {
        sparse.add(layer);
      }
    }
    return sparse;
  }

  private List<Integer> dense() {
    List<Integer> dense = new ArrayList<>();
    for (JsonNode layer : fields.node("mlp_only_layers")) {
      if (!layer.isIntegralNumber() || layer.asInt() < 0 || layer.asInt() >= layers) {
        throw fields.refusal(
            "mlp_only_layers names " + layer + "; the model's layers are 0 to " + (layers - 1));
      }
      dense.add(layer.asInt());
    }
    return dense;
  }
}
