package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** OLMoE (2409.02060): norms over the whole of q and k, experts in all layers. */
final class Olmoe implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("olmoe");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    Fields fields = common.fields();
    if (fields.has("clip_qkv")) {
      throw fields.unsupported(
          "clip_qkv " + fields.node("clip_qkv") + " is not supported; q, k and v are not clipped.");
    }
    boolean bias = fields.flag("attention_bias", false);
    return common.architecture(
        common.noWindow(),
        bias,
        bias,
        Architecture.QkNorm.WHOLE,
        new ExpertFields(common).everywhere(fields.flag("norm_topk_prob", false)));
  }
}
