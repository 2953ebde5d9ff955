package dev.isthmus.router.worker;

/** A stream to a worker ended, or nothing came in time. Nothing is known of what was under way. */
public final class WorkerLostException extends Exception {

  private static final long serialVersionUID = 1L;

  public WorkerLostException(String message) {
    super(message);
  }
}
