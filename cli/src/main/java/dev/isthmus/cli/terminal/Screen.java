package dev.isthmus.cli.terminal;

import java.io.PrintStream;

/**
 * Where a command writes. Answers and figures go to {@code out}, progress and errors to {@code
 * err}, so that pipes get only what was asked for.
 */
public final class Screen {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final boolean colours;
  private boolean transientLine;

  /**
   * @param terminal whether a person watches: progress is drawn in place
   * @param colours whether colours may be written
   */
  public Screen(PrintStream out, PrintStream err, boolean terminal, boolean colours) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.colours = colours;
  }

  /** The process' own streams. {@code NO_COLOR} set, or {@code TERM=dumb}, turns colours off. */
  public static Screen standard() {
    boolean person = System.console() != null;
    boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    return new Screen(System.out, System.err, person, person && !plain);
  }

  public boolean isTerminal() {
    return terminal;
  }

  /** Text in a colour, or as it is where colours are off. */
  public String paint(Colour colour, String text) {
    return colours && !text.isEmpty() ? colour.paint(text) : text;
  }

  public void print(String text) {
    out.print(text);
    out.flush();
  }

  public void line(String text) {
    settle();
    out.println(text);
    out.flush();
  }

  /** A line about what goes on; it stays. */
  public void note(String text) {
    settle();
    err.println(text);
  }

  /** A line that the next one replaces; without a terminal it is left out. */
  public void passing(String text) {
    if (terminal) {
      err.print(CLEAR_LINE + text);
      err.flush();
      transientLine = true;
    }
  }

  /** Takes a passing line away. */
  public void settle() {
    if (transientLine) {
      err.print(CLEAR_LINE);
      err.flush();
      transientLine = false;
    }
  }

  public void error(String text) {
    note(paint(Colour.BAD, "error: ") + text);
  }
}
