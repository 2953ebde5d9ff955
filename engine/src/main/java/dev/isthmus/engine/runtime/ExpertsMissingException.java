package dev.isthmus.engine.runtime;

import java.util.Arrays;

/** Experts that rows need have no home that answers. */
public final class ExpertsMissingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ExpertsMissingException(int layer, int[] experts, String why) {
    super("layer " + layer + ": experts " + Arrays.toString(experts) + " are missing: " + why);
  }
}
