package dev.isthmus.engine.text;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as C's strftime writes them, in English. */
final class Strftime {

  /** "-" leaves out a leading zero. */
  private static final Pattern CODE = Pattern.compile("%(-?)(.?)");

  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("d", "dd"),
          Map.entry("m", "MM"),
          Map.entry("Y", "yyyy"),
          Map.entry("y", "yy"),
          Map.entry("b", "MMM"),
          Map.entry("B", "MMMM"),
          Map.entry("a", "EEE"),
          Map.entry("A", "EEEE"),
          Map.entry("H", "HH"),
          Map.entry("I", "hh"),
          Map.entry("M", "mm"),
          Map.entry("S", "ss"),
          Map.entry("p", "a"),
          Map.entry("j", "DDD"),
          Map.entry("F", "yyyy-MM-dd"),
          Map.entry("T", "HH:mm:ss"),
          Map.entry("%", "'%'"));

  private Strftime() {}

  /**
   * @throws ChatTemplate.TemplateException for a code that is not known
   */
  static String format(String strftime, ZonedDateTime when) {
    return CODE.matcher(strftime)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    field(code.group(), !code.group(1).isEmpty(), code.group(2), when)));
  }

  private static String field(String code, boolean bare, String letter, ZonedDateTime when) {
    String pattern = PATTERNS.get(letter);
    if (pattern == null) {
      throw new ChatTemplate.TemplateException(
          "the chat template asks for a date with " + code + ", which is not supported");
    }
    String text = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(when);
    return bare ? text.replaceFirst("^0+(?=.)", "") : text;
  }
}
