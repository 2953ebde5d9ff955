package dev.isthmus.router.speculate;

/** Something that proposes tokens for one session. Used by the session's thread only. */
public interface DraftSeat {

  /** As figures and reasons name it: "draft model", "prompt lookup". */
  String name();

  /**
   * @param count most ids wanted, from 1
   * @return what it proposes after the log; none where it has nothing, or is lost just now
   */
  int[] draft(TokenLog log, int count) throws InterruptedException;

  /** Whether it can propose now; what is lost may come back. */
  boolean isAvailable();

  /** The session is over. */
  void close(String reason);
}
