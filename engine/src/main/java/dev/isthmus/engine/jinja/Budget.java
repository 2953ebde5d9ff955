package dev.isthmus.engine.jinja;

/** How much one rendering may do: a template is a stranger's program. */
final class Budget {

  static final int LONGEST_TEXT = 16 << 20;
  private static final int MOST_STEPS = 5_000_000;
  private static final int DEEPEST = 200;

  private int steps;
  private int depth;

  void step() {
    if (++steps > MOST_STEPS) {
      throw JinjaException.of("it takes more than " + MOST_STEPS + " steps");
    }
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw JinjaException.of("macros call one another more than " + DEEPEST + " deep");
    }
  }

  void leave() {
    depth--;
  }

  /** Checks the length of a text before it is made. */
  static void text(long length) {
    if (length > LONGEST_TEXT) {
      throw JinjaException.of("a text is longer than " + LONGEST_TEXT + " characters");
    }
  }
}
