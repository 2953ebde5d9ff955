package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** Qwen2 and 2.5: biases on q, k and v. */
final class Qwen2 implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("qwen2");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    return common.architecture(QwenWindows.read(common), true, false, Architecture.QkNorm.NONE);
  }
}
