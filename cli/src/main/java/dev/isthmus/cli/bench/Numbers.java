package dev.isthmus.cli.bench;

import java.util.Locale;

/** Figures as tables show them, whatever the language of the machine. */
final class Numbers {

  private Numbers() {}

  /**
   * @param form such as {@code %.2f}
   */
  static String number(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }
}
