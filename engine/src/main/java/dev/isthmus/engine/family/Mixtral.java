package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** Mixtral: Mistral with experts in all layers, weights of a token's experts adding up to one. */
final class Mixtral implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("mixtral");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    return common.architecture(
        common.windowEverywhereIfGiven(),
        false,
        false,
        Architecture.QkNorm.NONE,
        new ExpertFields(common).everywhere(common.fields().flag("norm_topk_prob", true)));
  }
}
