package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import java.util.List;

/** The families that can be served. */
public final class Families {

  private static final List<Family> ALL =
      List.of(
          new Llama(),
          new Mistral(),
          new Qwen2(),
          new Qwen3(),
          new Mixtral(),
          new Qwen2Moe(),
          new Qwen3Moe(),
          new Olmoe());

  private Families() {}

  /**
   * The architecture of a model, with every tensor that it needs checked to be there in the right
   * shape.
   *
   * @throws ModelRefusedException by name of the family, the field or the tensor
   */
  public static Architecture architecture(ModelSource source) {
    String type = source.config().modelType();
    for (Family family : ALL) {
      if (family.reads(type)) {
        Architecture architecture = family.architecture(source);
        TensorShapes.check(source, architecture);
        return architecture;
      }
    }
    throw new ModelRefusedException(
        Reason.UNSUPPORTED_FAMILY,
        source.config().origin()
            + ": model_type \""
            + type
            + "\" is not supported; llama, mistral, qwen2, qwen3, mixtral, qwen2_moe, qwen3_moe and"
            + " olmoe are.");
  }
}
