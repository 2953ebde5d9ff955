package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** Qwen3: RMS norms over each head of q and k. */
final class Qwen3 implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("qwen3");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    boolean bias = common.fields().flag("attention_bias", false);
    return common.architecture(QwenWindows.read(common), bias, bias, Architecture.QkNorm.PER_HEAD);
  }
}
