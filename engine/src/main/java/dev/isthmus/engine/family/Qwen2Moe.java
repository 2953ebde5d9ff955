package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** Qwen2-MoE and 1.5-MoE: a shared expert beside the routed ones, some layers dense. */
final class Qwen2Moe implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("qwen2_moe");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    return common.architecture(
        QwenWindows.everySecondBelow(common),
        common.fields().flag("qkv_bias", true),
        false,
        Architecture.QkNorm.NONE,
        new ExpertFields(common).somewhere(true));
  }
}
