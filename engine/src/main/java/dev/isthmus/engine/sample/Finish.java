package dev.isthmus.engine.sample;

/** Whether and why a generation has ended. */
public enum Finish {
  NONE,
  /** A stop id was committed. */
  STOP,
  /** The log holds as many tokens as it may. */
  LENGTH
}
