package dev.isthmus.engine.runtime;

/** Where experts are loaded from. */
@FunctionalInterface
interface ExpertSource {

  /** Loads one; takes as long as the disk takes. */
  RowSession load(ExpertId id);
}
