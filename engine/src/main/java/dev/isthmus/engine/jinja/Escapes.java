package dev.isthmus.engine.jinja;

/** Escapes of Python's string literals. */
final class Escapes {

  private Escapes() {}

  /**
   * @param literal with its quotes
   * @return what it stands for; a backslash before anything else stays
   */
  static String read(String literal) {
    StringBuilder text = new StringBuilder(literal.length());
    int end = literal.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      i++;
      char escaped = literal.charAt(i);
      switch (escaped) {
        case '\n' -> {}
        case '\\', '\'', '"' -> text.append(escaped);
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case 'a' -> text.append('\u0007');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'v' -> text.append('\u000b');
        case 'x' -> i = code(literal, i, 2, text);
        case 'u' -> i = code(literal, i, 4, text);
        case 'U' -> i = code(literal, i, 8, text);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> i = octal(literal, i, text);
        default -> text.append('\\').append(escaped);
      }
    }
    return text.toString();
  }

  private static int code(String literal, int at, int digits, StringBuilder text) {
    try {
      text.appendCodePoint(Integer.parseInt(literal.substring(at + 1, at + 1 + digits), 16));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw JinjaException.of("the string " + literal + " has a broken escape");
    }
    return at + digits;
  }

  private static int octal(String literal, int at, StringBuilder text) {
    int value = 0;
    int i = at;
    while (i < at + 3 && literal.charAt(i) >= '0' && literal.charAt(i) <= '7') {
      value = value * 8 + literal.charAt(i) - '0';
      i++;
    }
    text.append((char) value);
    return i - 1;
  }
}
