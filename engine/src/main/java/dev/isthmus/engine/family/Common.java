package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;
import java.util.Arrays;

/** What the families share: grouped-query attention, SwiGLU, RMS norms, rotary embedding. */
final class Common {

  private final ModelSource source;
  private final Fields fields;

  Common(ModelSource source) {
    this.source = source;
    this.fields = new Fields(source.config());
    String activation = fields.text("hidden_act", "silu");
    if (!activation.equals("silu")) {
      throw fields.unsupported("hidden_act \"" + activation + "\" is not supported; silu is.");
    }
    if (fields.has("quantization_config")) {
      throw fields.unsupported(
          "quantization_config names a packing of weights that is not read; take the model's"
              + " unquantised files or a GGUF file.");
    }
  }

  Fields fields() {
    return fields;
  }

  int[] noWindow() {
    return new int[fields.size("num_hidden_layers")];
  }

  /** {@code sliding_window} in all layers where there is one. */
  int[] windowEverywhereIfGiven() {
    return fields.has("sliding_window")
        ? windowEverywhere(fields.size("sliding_window"))
        : noWindow();
  }

  private int[] windowEverywhere(int window) {
    int[] windows = noWindow();
    Arrays.fill(windows, window);
    return windows;
  }

  boolean hasTensor(String name) {
    return source.tensorNames().contains(name);
  }

  /** A dense model. */
  Architecture architecture(
      int[] slidingWindow, boolean bias, boolean outputBias, Architecture.QkNorm qkNorm) {
    return architecture(slidingWindow, bias, outputBias, qkNorm, null);
  }

  /**
   * @param experts null for a dense model
   */
  Architecture architecture(
      int[] slidingWindow,
      boolean bias,
      boolean outputBias,
      Architecture.QkNorm qkNorm,
      Experts experts) {
    int hidden = fields.size("hidden_size");
    int heads = fields.size("num_attention_heads");
    int kvHeads = fields.size("num_key_value_heads", heads);
    if (heads % kvHeads != 0) {
      throw fields.refusal(
          "num_attention_heads "
              + heads
              + " is no multiple of num_key_value_heads "
              + kvHeads
              + ".");
    }
    int headDim = fields.size("head_dim", Math.max(1, hidden / heads));
    if (headDim % 2 != 0) {
      throw fields.refusal("head_dim " + headDim + " is odd; the rotation turns pairs.");
    }
    int context = fields.size("max_position_embeddings");
    double epsilon = fields.positive("rms_norm_eps", 1e-6);
    return new Architecture(
        source.config().modelType(),
        fields.size("num_hidden_layers"),
        hidden,
        fields.size("intermediate_size"),
        heads,
        kvHeads,
        headDim,
        fields.size("vocab_size"),
        context,
        epsilon,
        RopeFields.read(source, fields, headDim, context),
        slidingWindow,
        bias,
        outputBias,
        fields.flag("mlp_bias", false),
        qkNorm,
        fields.flag("tie_word_embeddings", !hasTensor("lm_head.weight")),
        experts);
  }
}
