package dev.isthmus.engine.runtime;

/** How weights are kept and multiplied. */
public enum Precision {
  FP32,
  INT8,
  INT4
}
