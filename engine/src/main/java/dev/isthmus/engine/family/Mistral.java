package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/** Mistral: Llama with a sliding window over all layers (2310.06825). */
final class Mistral implements Family {

  @Override
  public boolean reads(String modelType) {
    return modelType.equals("mistral");
  }

  @Override
  public Architecture architecture(ModelSource source) {
    Common common = new Common(source);
    return common.architecture(
        common.windowEverywhereIfGiven(), false, false, Architecture.QkNorm.NONE);
  }
}
