package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** Llama 2 and 3, SmolLM2 and whatever else calls itself llama. */
final class Llama implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("llama");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    boolean bias = common.fields().flag("attention_bias", false);
    boolean outputBias = common.hasTensor("model.layers.0.self_attn.o_proj.bias");
    return common.architecture(common.noWindow(), bias, outputBias, Architecture.QkNorm.NONE);
  }
}
