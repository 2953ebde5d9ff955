package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.StepResult;

/** Hears what became of each window of a step, once for each, in any order. */
public interface StepListener {

  /**
   * @param window its index in the step
   * @param result valid until this returns
   * @param micros since the step began
   */
  void scored(int window, StepResult result, long micros);

  /** The session cannot go on here. */
  void failed(int window, String why);
}
