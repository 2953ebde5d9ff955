package dev.isthmus.engine.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/** Python's methods of str that chat templates use. */
final class StringMethods extends ELResolver {

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    if (!(base instanceof String text) || method == null) {
      return null;
    }
    String first = arguments.length > 0 ? String.valueOf(arguments[0]) : null;
    Object result =
        switch (method.toString()) {
          case "strip" -> strip(text, first, true, true);
          case "lstrip" -> strip(text, first, true, false);
          case "rstrip" -> strip(text, first, false, true);
          case "startswith" -> text.startsWith(String.valueOf(first));
          case "endswith" -> text.endsWith(String.valueOf(first));
          case "upper" -> text.toUpperCase(Locale.ROOT);
          case "lower" -> text.toLowerCase(Locale.ROOT);
          case "title" -> title(text);
          case "capitalize" -> capitalized(text);
          case "split" -> split(text, first, arguments.length > 1 ? limit(arguments[1]) : -1);
          case "replace" ->
              arguments.length == 2 ? text.replace(first, String.valueOf(arguments[1])) : null;
          default -> null;
        };
    if (result != null) {
      context.setPropertyResolved(true);
    }
    return result;
  }

  private static int limit(Object most) {
    return most instanceof Number number ? number.intValue() + 1 : -1;
  }

  /** Python's split: without a separator at runs of spaces, and then there are no empty parts. */
  private static List<String> split(String text, String by, int limit) {
    if (by != null && !by.equals("null")) {
      return List.of(text.split(Pattern.quote(by), limit));
    }
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", limit));
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String title(String text) {
    return Pattern.compile("\\p{L}+")
        .matcher(text)
        .replaceAll(word -> Matcher.quoteReplacement(capitalized(word.group())));
  }

  private static String strip(String text, String characters, boolean left, boolean right) {
    int begin = 0;
    int end = text.length();
    while (left && begin < end && strips(text.charAt(begin), characters)) {
      begin++;
    }
    while (right && end > begin && strips(text.charAt(end - 1), characters)) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static boolean strips(char character, String characters) {
    return characters == null
        ? Character.isWhitespace(character)
        : characters.indexOf(character) >= 0;
  }

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public java.util.Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(
      ELContext context, Object base) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return null;
  }
}
