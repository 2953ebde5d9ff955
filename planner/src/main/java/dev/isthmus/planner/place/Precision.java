package dev.isthmus.planner.place;

import java.util.Locale;

/** How weights are kept and multiplied. */
public enum Precision {
  FP32,
  INT8,
  INT4;

  /** As users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
