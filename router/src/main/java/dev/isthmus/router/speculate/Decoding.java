package dev.isthmus.router.speculate;

/** One way of getting the next committed tokens; one class for each mode. */
public interface Decoding {

  /**
   * The next committed tokens, already in the session's log; waits for them, and for a verifier
   * where there is none just now.
   *
   * @throws CutOffException none came back in time
   */
  Batch next() throws CutOffException, UnservableException, InterruptedException;

  /** Whether this way has nothing to offer any more and the session should take another. */
  default boolean isExhausted() {
    return false;
  }
}
