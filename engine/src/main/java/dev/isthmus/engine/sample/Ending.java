package dev.isthmus.engine.sample;

import java.util.Arrays;

/**
 * When a generation ends.
 *
 * @param stopIds ids that end it; the id itself is committed
 * @param tokenLimit most tokens of the log, prompt included
 */
public record Ending(int[] stopIds, int tokenLimit) {

  public Ending {
    stopIds = stopIds.clone();
    Arrays.sort(stopIds);
  }

  /**
   * @param token committed last
   * @param length tokens in the log with it
   */
  public Finish after(int token, int length) {
    if (isStop(token)) {
      return Finish.STOP;
    }
    return length >= tokenLimit ? Finish.LENGTH : Finish.NONE;
  }

  public boolean isStop(int token) {
    return Arrays.binarySearch(stopIds, token) >= 0;
  }
}
