package dev.isthmus.protocol.records;

/**
 * Notices that a broker lost a log: each record that is appended to one has a higher offset than
 * those before it. What was written to such a broker once is to be written again. Thread-safe.
 */
public final class LogReset {

  private long last = -1;

  /**
   * @param offset at which the broker appended our newest record
   * @return whether the log began anew since the one before it
   */
  public synchronized boolean noticed(long offset) {
    boolean reset = offset < last;
    last = offset;
    return reset;
  }
}
