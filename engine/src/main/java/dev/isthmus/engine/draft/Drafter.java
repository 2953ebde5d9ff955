package dev.isthmus.engine.draft;

/** Proposes the tokens that come next in one session. Not thread-safe. */
public interface Drafter extends AutoCloseable {

  /**
   * @param log the session's committed tokens
   * @param length how many of them count
   * @param count most tokens wanted
   * @return up to count ids, none where it has nothing to propose
   */
  int[] draft(int[] log, int length, int count);

  @Override
  default void close() {}
}
