package dev.isthmus.router.session;

/**
 * The one who asked. Called by the session's thread; a call returns when the client can take more,
 * and throws InterruptedException where it has gone.
 */
public interface Client {

  /** The session has a verifier; tokens will follow. */
  void begin(Head head) throws InterruptedException;

  void deliver(Delta delta) throws InterruptedException;

  void end(Completion completion) throws InterruptedException;

  /** The session ends without an answer, or in the middle of it. */
  void fail(Failure failure);
}
