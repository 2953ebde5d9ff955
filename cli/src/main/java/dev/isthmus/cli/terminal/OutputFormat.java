package dev.isthmus.cli.terminal;

/** Values of {@code -o}. */
public enum OutputFormat {
  /** For a person. */
  text,
  /** For a person, with more columns. */
  wide,
  /** For a program. */
  json
}
