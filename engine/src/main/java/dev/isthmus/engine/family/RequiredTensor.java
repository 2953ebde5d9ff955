package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.Tensor;
import java.util.Arrays;

/** A tensor that a model must have, in the shape that its configuration gives it. */
public final class RequiredTensor {

  private RequiredTensor() {}

  /**
   * @param meaning of the shape in the configuration's words, or empty
   * @throws ModelRefusedException MISSING_TENSOR or WRONG_SHAPE, by name
   */
  public static Tensor of(ModelSource source, String name, String meaning, long... shape) {
    Tensor tensor =
        source
            .tensor(name)
            .orElseThrow(
                () ->
                    new ModelRefusedException(
                        Reason.MISSING_TENSOR,
                        source.name()
                            + ": tensor "
                            + name
                            + " is missing; "
                            + source.config().origin()
                            + " says that the model has it."));
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new ModelRefusedException(
          Reason.WRONG_SHAPE,
          tensor.location()
              + ": tensor "
              + name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + "; this family needs "
              + Arrays.toString(shape)
              + (meaning.isEmpty() ? "" : " (" + meaning + ")")
              + ". The file and its "
              + source.config().origin()
              + " do not belong together.");
    }
    return tensor;
  }
}
