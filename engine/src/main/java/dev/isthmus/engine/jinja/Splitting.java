package dev.isthmus.engine.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Python's split, rsplit and splitlines. */
final class Splitting {

  private Splitting() {}

  static List<Object> split(String text, Given given) {
    String by = separator(given);
    long most = most(given);
    return by == null ? atSpaces(text, most) : at(text, by, most);
  }

  static List<Object> splitFromRight(String text, Given given) {
    String by = separator(given);
    long most = most(given);
    if (by == null) {
      List<Object> parts = atSpaces(new StringBuilder(text).reverse().toString(), most);
      parts.replaceAll(part -> new StringBuilder((String) part).reverse().toString());
      Collections.reverse(parts);
      return parts;
    }
    List<Object> parts = new ArrayList<>();
    int end = text.length();
    for (int at = text.lastIndexOf(by);
        at >= 0 && parts.size() != most;
        at = text.lastIndexOf(by, at - by.length())) {
      parts.add(text.substring(at + by.length(), end));
      end = at;
      if (at < by.length()) {
        break;
      }
    }
    parts.add(text.substring(0, end));
    Collections.reverse(parts);
    return parts;
  }

  private static String separator(Given given) {
    Object by = given.get(0, "sep", null);
    if (by == null) {
      return null;
    }
    String separator = Values.text(by, "sep");
    if (separator.isEmpty()) {
      throw JinjaException.of("a string is split by an empty one");
    }
    return separator;
  }

  /** Negative for no limit. */
  private static long most(Given given) {
    return given.whole(1, "maxsplit", -1);
  }

  private static List<Object> at(String text, String by, long most) {
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(by); at >= 0 && parts.size() != most; at = text.indexOf(by, from)) {
      parts.add(text.substring(from, at));
      from = at + by.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** At runs of white space; there are no empty parts. */
  private static List<Object> atSpaces(String text, long most) {
    List<Object> parts = new ArrayList<>();
    int at = afterSpaces(text, 0);
    while (at < text.length()) {
      if (parts.size() == most) {
        parts.add(text.substring(at).stripTrailing());
        return parts;
      }
      int end = at;
      while (end < text.length() && !Words.isSpace(text.charAt(end))) {
        end++;
      }
      parts.add(text.substring(at, end));
      at = afterSpaces(text, end);
    }
    return parts;
  }

  private static int afterSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && Words.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static List<Object> lines(String text, Given given) {
    boolean keep = Values.isTrue(given.get(0, "keepends", false));
    List<Object> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = from;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      int next = Math.min(end + (text.startsWith("\r\n", end) ? 2 : 1), text.length());
      lines.add(text.substring(from, keep ? next : end));
      from = next;
    }
    return lines;
  }
}
