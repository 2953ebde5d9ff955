package dev.isthmus.engine.text;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code strftime_now('%d %b %Y')}: calls are replaced by today's text before the template is read.
 */
final class DateCalls {

  /** Templates ask whether it is defined before they call it. */
  static final String NAME = "strftime_now";

  private static final Pattern CALL = Pattern.compile("strftime_now\\(\\s*(['\"])(.*?)\\1\\s*\\)");
  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('d', "dd"),
          Map.entry('m', "MM"),
          Map.entry('Y', "yyyy"),
          Map.entry('y', "yy"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('H', "HH"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('j', "DDD"));

  private DateCalls() {}

  static String fill(String jinja, Clock clock) {
    Matcher calls = CALL.matcher(jinja);
    return calls.replaceAll(
        call ->
            Matcher.quoteReplacement("'" + format(call.group(2), ZonedDateTime.now(clock)) + "'"));
  }

  private static String format(String strftime, ZonedDateTime now) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < strftime.length(); i++) {
      char character = strftime.charAt(i);
      String pattern =
          character == '%' && i + 1 < strftime.length()
              ? PATTERNS.get(strftime.charAt(i + 1))
              : null;
      if (pattern == null) {
        text.append(character);
      } else {
        text.append(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now));
        i++;
      }
    }
    return text.toString();
  }
}
