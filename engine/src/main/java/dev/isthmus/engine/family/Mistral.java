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
    int[] windows =
        common.fields().has("sliding_window")
            ? common.windowEverywhere(common.fields().size("sliding_window"))
            : common.noWindow();
    return common.architecture(windows, false, false, Architecture.QkNorm.NONE);
  }
}
