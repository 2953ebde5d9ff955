package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;

/** Something that proposes tokens for one session. Used by the session's thread only. */
public interface DraftSeat {

  /** As figures and reasons name it: "draft model", "prompt lookup". */
  String name();

  /**
   * @param count most ids wanted, from 1
   * @return what it proposes after the log; none where it has nothing, or is lost just now
   */
  int[] draft(TokenLog log, int count) throws InterruptedException;

  /**
   * Lets it draft on while a window is away, from the outcome that it takes for the most likely:
   * all of the draft accepted. Where that comes true, a part of the next draft is there already.
   *
   * @param count ids behind the draft, from 1
   */
  default void ahead(TokenLog log, int[] draft, int count) {}

  /** Whether it can propose now; what is lost may come back. */
  boolean isAvailable();

  /** The session is over. */
  void close(String reason);
}
