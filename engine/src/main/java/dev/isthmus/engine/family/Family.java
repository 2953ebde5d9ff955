package dev.isthmus.engine.family;

import dev.isthmus.engine.source.ModelSource;

/**
 * A model family: its configuration to what a graph is written from. A new family is one more of
 * these.
 */
interface Family {

  /** Whether it reads this {@code model_type}. */
  boolean reads(String modelType);

  Architecture architecture(ModelSource source);
}
