package dev.isthmus.engine.runtime;

/** The KV of one session in one {@link StepEngine}. */
public interface Sequence extends AutoCloseable {

  /** Rows whose KV is written: the next window's first row has this position. */
  int length();

  /**
   * Whether all rows went through the experts that their gates chose. Rows that were sent around
   * lost ones, and all that attend to these, are not what the model says.
   */
  default boolean isExact() {
    return true;
  }

  /** Most rows that were reserved. */
  int limit();

  /**
   * Reserves KV for more rows; rows that are there stay.
   *
   * @param limit most rows that the sequence may reach from now on; no less than {@link #limit}
   * @return false where so much is not free: nothing changed then
   */
  boolean extend(int limit);

  /**
   * Forgets all rows from {@code length} on.
   *
   * @param length 0..{@link #length()}
   */
  void truncate(int length);

  /**
   * Ends the session. Its KV stays for a later one that begins with the same tokens, until memory
   * is needed.
   */
  @Override
  void close();
}
