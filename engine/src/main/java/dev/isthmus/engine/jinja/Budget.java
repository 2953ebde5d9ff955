package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Map;

/** How much one rendering may do: a template is a stranger's program. */
final class Budget {

  static final int LONGEST_TEXT = 16 << 20;
  private static final int MOST_STEPS = 5_000_000;
  private static final int SIZE_OF_A_STEP = 64;
  private static final int DEEPEST = 200;

  private int steps;
  private int depth;

  void step() {
    spend(1);
  }

  /** A step that handles this value: long ones cost more, since most is done to all of them. */
  void stepOver(Object value) {
    spend(1 + size(value) / SIZE_OF_A_STEP);
  }

  /** Steps over each item of a list. */
  void stepThrough(Object value) {
    spend(value instanceof List<?> list ? list.size() : 0);
  }

  private void spend(int more) {
    steps += more;
    if (steps > MOST_STEPS) {
      throw JinjaException.of("it takes more than " + MOST_STEPS + " steps");
    }
  }

  private static int size(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    return value instanceof Map<?, ?> map ? map.size() : 0;
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
