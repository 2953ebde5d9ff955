package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.Tensor;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Reads {@code rope_parameters}, and GGUF's {@code rope_freqs.weight}. */
final class RopeFields {

  private static final String DIVISORS = "rope_freqs.weight";

  private RopeFields() {}

  static Rope read(ModelSource source, Fields config, int headDim, int context) {
    Fields rope = config.within("rope_parameters");
    double theta = rope.positive("rope_theta", 10000);
    Optional<Tensor> divisors = source.tensor(DIVISORS);
    if (divisors.isPresent()) {
      return new Rope.Divided(theta, divisors(divisors.get(), headDim));
    }
    String type = rope.text("rope_type", "default");
    if (rope.number("partial_rotary_factor", 1) != 1) {
      throw rope.unsupported("partial_rotary_factor is not supported; heads are rotated whole.");
    }
    return switch (type) {
      case "default" -> new Rope.Default(theta);
      case "linear" -> new Rope.Linear(theta, rope.positive("factor"));
      case "llama3" ->
          new Rope.Llama3(
              theta,
              rope.positive("factor"),
              rope.positive("low_freq_factor"),
              rope.positive("high_freq_factor"),
              rope.size("original_max_position_embeddings"));
      case "yarn" -> yarn(rope, theta, context);
      default ->
          throw rope.unsupported(
              "rope_type \"" + type + "\" is not supported; default, linear, llama3 and yarn are.");
    };
  }

  private static Rope yarn(Fields rope, double theta, int context) {
    double factor = rope.positive("factor");
    int original = rope.size("original_max_position_embeddings", context);
    double attention = rope.number("attention_factor", 0);
    if (rope.has("mscale") || rope.has("mscale_all_dim")) {
      throw rope.unsupported("mscale is not supported; attention_factor is.");
    }
    // transformers, modeling_rope_utils: get_mscale
    double inferred = factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
    return new Rope.Yarn(
        theta,
        factor,
        original,
        rope.number("beta_fast", 32),
        rope.number("beta_slow", 1),
        rope.flag("truncate", true),
        attention > 0 ? attention : inferred);
  }

  private static float[] divisors(Tensor tensor, int headDim) {
    if (tensor.shape().length != 1 || tensor.shape()[0] != headDim / 2) {
      throw new ModelRefusedException(
          Reason.WRONG_SHAPE,
          tensor.location()
              + ": tensor "
              + DIVISORS
              + " needs "
              + headDim / 2
              + " values, one a frequency.");
    }
    float[] values = new float[headDim / 2];
    tensor.readFloats(0, values.length, FloatBuffer.wrap(values));
    return values;
  }
}
