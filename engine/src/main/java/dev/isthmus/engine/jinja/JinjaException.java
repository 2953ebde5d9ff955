package dev.isthmus.engine.jinja;

/** The template cannot be read, or fails on what it was given. */
public final class JinjaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean placed;

  private JinjaException(String message, boolean placed) {
    super(message, null, false, false);
    this.placed = placed;
  }

  /** What is wrong, its line not yet known. */
  static JinjaException of(String message) {
    return new JinjaException(message, false);
  }

  static JinjaException at(int line, String message) {
    return new JinjaException("line " + line + ": " + message, true);
  }

  /** The same with its line, unless it has one. */
  JinjaException in(int line) {
    return placed ? this : at(line, getMessage());
  }
}
