package dev.isthmus.engine.jinja;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/** Python's methods of str. */
final class StringMethods {

  private StringMethods() {}

  /** The method bound to its string; null where there is none of this name. */
  static Function of(String text, String name) {
    return switch (name) {
      case "strip" -> given -> strip(text, given, true, true);
      case "lstrip" -> given -> strip(text, given, true, false);
      case "rstrip" -> given -> strip(text, given, false, true);
      case "startswith" -> given -> any(given, text, String::startsWith);
      case "endswith" -> given -> any(given, text, String::endsWith);
      case "upper" -> given -> text.toUpperCase(Locale.ROOT);
      case "lower" -> given -> text.toLowerCase(Locale.ROOT);
      case "title" -> given -> Words.titled(text);
      case "capitalize" -> given -> Words.capitalized(text);
      case "split" -> given -> Splitting.split(text, given);
      case "rsplit" -> given -> Splitting.splitFromRight(text, given);
      case "splitlines" -> given -> Splitting.lines(text, given);
      case "partition" -> given -> partition(text, given.text(0, "sep"), false);
      case "rpartition" -> given -> partition(text, given.text(0, "sep"), true);
      case "replace" -> given -> replace(text, given);
      case "join" -> given -> Words.join(Values.items(given.get(0, "iterable")), text);
      case "find" -> given -> place(text, text.indexOf(given.text(0, "sub")));
      case "rfind" -> given -> place(text, text.lastIndexOf(given.text(0, "sub")));
      case "index" -> given -> index(text, given.text(0, "sub"));
      case "count" -> given -> count(text, given.text(0, "sub"));
      case "removeprefix" -> given -> without(text, given.text(0, "prefix"), true);
      case "removesuffix" -> given -> without(text, given.text(0, "suffix"), false);
      case "format" -> given -> Formatting.braces(text, given);
      case "isdigit" -> given -> all(text, Character::isDigit);
      case "isalpha" -> given -> all(text, Character::isLetter);
      case "isalnum" -> given -> all(text, Character::isLetterOrDigit);
      case "isspace" -> given -> all(text, Words::isSpace);
      case "isupper" -> given -> Words.isUpper(text);
      case "islower" -> given -> Words.isLower(text);
      default -> null;
    };
  }

  static Object strip(String text, Given given, boolean left, boolean right) {
    Object asked = given.get(0, "chars", null);
    String characters = asked == null ? null : Values.text(asked, "chars");
    int begin = 0;
    int end = text.length();
    while (left && begin < end && strips(text.codePointAt(begin), characters)) {
      begin += Character.charCount(text.codePointAt(begin));
    }
    while (right && end > begin && strips(text.codePointBefore(end), characters)) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(begin, end);
  }

  private static boolean strips(int code, String characters) {
    return characters == null ? Words.isSpace(code) : characters.indexOf(code) >= 0;
  }

  /** The argument, or one of a tuple's. */
  private static boolean any(Given given, String text, BiPredicate<String, String> test) {
    Object affix = given.get(0, "prefix");
    if (affix instanceof Tuple several) {
      return several.items().stream().anyMatch(one -> test.test(text, Values.text(one, "prefix")));
    }
    return test.test(text, Values.text(affix, "prefix"));
  }

  private static Object partition(String text, String separator, boolean last) {
    int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (at < 0) {
      return new Tuple(last ? List.of("", "", text) : List.of(text, "", ""));
    }
    return new Tuple(
        List.of(text.substring(0, at), separator, text.substring(at + separator.length())));
  }

  /** The first so many occurrences, or all. */
  static String replace(String text, Given given) {
    String old = given.text(0, "old");
    String fresh = given.text(1, "new");
    long most = given.get(2, "count", null) == null ? -1 : given.whole(2, "count", -1);
    Budget.text(text.length() + (text.length() + 1L) * fresh.length());
    if (most < 0) {
      return text.replace(old, fresh);
    }
    StringBuilder replaced = new StringBuilder();
    int from = 0;
    for (long i = 0; i < most && from <= text.length(); i++) {
      int at = text.indexOf(old, from);
      if (at < 0) {
        break;
      }
      replaced.append(text, from, at).append(fresh);
      from = at + old.length();
      if (old.isEmpty() && from < text.length()) {
        replaced.append(text.charAt(from));
        from++;
      }
    }
    return replaced.append(text.substring(Math.min(from, text.length()))).toString();
  }

  private static Object index(String text, String part) {
    int at = text.indexOf(part);
    if (at < 0) {
      throw JinjaException.of(PythonText.quoted(part) + " is not in the string");
    }
    return place(text, at);
  }

  /** In characters of Unicode. */
  private static Object place(String text, int at) {
    return at < 0 ? -1L : (long) text.codePointCount(0, at);
  }

  private static Object count(String text, String part) {
    if (part.isEmpty()) {
      return Values.length(text) + 1;
    }
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static Object without(String text, String affix, boolean prefix) {
    if (prefix) {
      return text.startsWith(affix) ? text.substring(affix.length()) : text;
    }
    return text.endsWith(affix) ? text.substring(0, text.length() - affix.length()) : text;
  }

  private static Object all(String text, IntPredicate test) {
    return !text.isEmpty() && text.codePoints().allMatch(test);
  }
}
