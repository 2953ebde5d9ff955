package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** Qwen3-MoE: Qwen3 with experts, some layers dense, no shared expert. */
final class Qwen3Moe implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("qwen3_moe");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    boolean bias = common.fields().flag("attention_bias", false);
    return common.architecture(
        QwenWindows.everywhere(common),
        bias,
        bias,
        Architecture.QkNorm.PER_HEAD,
        new ExpertFields(common).somewhere(false));
  }
}
