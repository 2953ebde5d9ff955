package dev.isthmus.local.stack;

/**
 * Something keeps a stack from starting; the message is one line for a person, with the way out.
 */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
