package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Letters, cases and white space as Python sees them. */
final class Words {

  private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

  private Words() {}

  static boolean isSpace(int code) {
    return Character.isWhitespace(code)
        || Character.isSpaceChar(code)
        || code >= 0x1c && code <= 0x1f
        || code == 0x85;
  }

  static String capitalized(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  /** Every run of letters with a capital, as str.title() does. */
  static String titled(String text) {
    return LETTERS
        .matcher(text)
        .replaceAll(word -> Matcher.quoteReplacement(capitalized(word.group())));
  }

  /** So many spaces, or a text as it is. */
  static String indentation(Object width) {
    return width instanceof String text
        ? text
        : (String) Operators.repeated(" ", Values.whole(width, "width"));
  }

  static String join(List<Object> items, String by) {
    StringBuilder text = new StringBuilder();
    String between = "";
    for (Object item : items) {
      String next = PythonText.of(item);
      Budget.text((long) text.length() + between.length() + next.length());
      text.append(between).append(next);
      between = by;
    }
    return text.toString();
  }

  static boolean isUpper(String text) {
    return hasCase(text) && text.equals(text.toUpperCase(Locale.ROOT));
  }

  static boolean isLower(String text) {
    return hasCase(text) && text.equals(text.toLowerCase(Locale.ROOT));
  }

  private static boolean hasCase(String text) {
    return text.codePoints()
        .anyMatch(code -> Character.isUpperCase(code) || Character.isLowerCase(code));
  }
}
