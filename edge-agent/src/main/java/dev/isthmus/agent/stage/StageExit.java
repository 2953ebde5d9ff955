package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.StageWindow;
import java.util.List;

/** Where a stage's results go. */
interface StageExit {

  /**
   * @param results one for each window; valid until this returns
   */
  void scored(List<StageWindow> windows, List<StepResult> results);

  /** A sequence ended. */
  void release(long sequence);
}
