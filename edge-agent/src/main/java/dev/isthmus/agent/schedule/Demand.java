package dev.isthmus.agent.schedule;

/**
 * What a session has ready for the next step.
 *
 * @param rows tokens whose KV is not written yet, the window's included; at least 1
 * @param logitRows how many of the last rows need logits; these stay together in one window. 0 for
 *     a prompt that is prefilled before anything was asked
 * @param servedAt number of the step that served the session last, 0 for none
 * @param arrival order in which the sessions came
 */
record Demand(int rows, int logitRows, long servedAt, long arrival) {

  /** Rows that a drafter or verifier may have to catch up with and still count as a window. */
  private static final int CATCH_UP = 8;

  /** A decode, a verify window or a draft step: short, and someone waits for each of them. */
  boolean isWindow() {
    return logitRows > 0 && rows - logitRows <= CATCH_UP;
  }
}
