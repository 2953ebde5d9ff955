package dev.isthmus.cli.terminal;

/** Colours by what they mean. */
public enum Colour {
  GOOD("32"),
  WARN("33"),
  BAD("31"),
  DIM("2"),
  BOLD("1"),
  /** An accepted draft token. */
  DRAFTED("36"),
  /** A token that the verifier chose by itself. */
  OWN("33");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
