package dev.isthmus.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param found what is there, with values
 * @param remedy what to do about it; empty where all is well
 */
public record Finding(Level level, String subject, String found, String remedy) {

  /** How bad it is. */
  public enum Level {
    GOOD,
    /** It works, but not as well as it could. */
    WARN,
    /** It does not work. */
    BAD
  }

  static Finding good(String subject, String found) {
    return new Finding(Level.GOOD, subject, found, "");
  }

  static Finding warn(String subject, String found, String remedy) {
    return new Finding(Level.WARN, subject, found, remedy);
  }

  static Finding bad(String subject, String found, String remedy) {
    return new Finding(Level.BAD, subject, found, remedy);
  }
}
