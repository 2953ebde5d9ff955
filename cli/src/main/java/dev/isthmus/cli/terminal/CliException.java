package dev.isthmus.cli.terminal;

/**
 * An error with one line for a person: what, where, and the way out. Ends the command with code 1.
 */
public class CliException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CliException(String message) {
    super(message);
  }

  public CliException(String message, Throwable cause) {
    super(message, cause);
  }
}
