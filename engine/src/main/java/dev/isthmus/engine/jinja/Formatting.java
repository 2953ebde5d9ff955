package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's two ways of putting values into a string, their plain forms. */
final class Formatting {

  private static final Pattern FIELD =
      Pattern.compile("\\{\\{|}}|\\{(\\d{0,4}|[a-zA-Z_]\\w*)}|[{}]");
  private static final Pattern PERCENT = Pattern.compile("%(?:(%)|(s|r|d)|\\.(\\d{1,2})f|(.?))");

  private Formatting() {}

  /** {@code '{} {0} {name}'.format(...)}. */
  static Object braces(String text, Given given) {
    int[] next = {0};
    return FIELD
        .matcher(text)
        .replaceAll(
            field ->
                Matcher.quoteReplacement(
                    switch (field.group()) {
                      case "{{" -> "{";
                      case "}}" -> "}";
                      case "{", "}" ->
                          throw JinjaException.of("the format '" + text + "' is not supported");
                      default -> field(field.group(1), given, next);
                    }));
  }

  private static String field(String name, Given given, int[] next) {
    if (name.isEmpty()) {
      return PythonText.of(given.get(next[0]++, "a value"));
    }
    int place = Character.isDigit(name.charAt(0)) ? Integer.parseInt(name) : Integer.MAX_VALUE;
    return PythonText.of(given.get(place, name));
  }

  /** {@code '%s' % value}. */
  static Object percent(String text, List<Object> values) {
    int[] next = {0};
    String formatted =
        PERCENT
            .matcher(text)
            .replaceAll(
                hole ->
                    Matcher.quoteReplacement(
                        hole.group(1) != null ? "%" : value(text, hole.group(), values, next)));
    if (next[0] < values.size()) {
      throw JinjaException.of("the format '" + text + "' takes " + next[0] + " values");
    }
    return formatted;
  }

  private static String value(String text, String hole, List<Object> values, int[] next) {
    if (next[0] == values.size()) {
      throw JinjaException.of("the format '" + text + "' takes more than " + next[0] + " values");
    }
    Object value = values.get(next[0]++);
    char kind = hole.charAt(hole.length() - 1);
    if (kind == 's') {
      return PythonText.of(value);
    }
    if (kind == 'r') {
      return PythonText.quoted(value);
    }
    if (kind == 'd' && Values.isNumber(value)) {
      return String.valueOf((long) Numbers.real(value));
    }
    if (kind == 'f' && Values.isNumber(value)) {
      return String.format(Locale.ROOT, hole, Numbers.real(value));
    }
    throw JinjaException.of("the format '" + text + "' is not supported");
  }
}
