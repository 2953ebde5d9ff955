package dev.isthmus.engine.text;

import java.util.List;
import java.util.Locale;
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
          case "split" -> split(text, first);
          case "replace" ->
              arguments.length == 2 ? text.replace(first, String.valueOf(arguments[1])) : null;
          default -> null;
        };
    if (result != null) {
      context.setPropertyResolved(true);
    }
    return result;
  }

  private static List<String> split(String text, String by) {
    return by == null
        ? List.of(text.strip().split("\\s+"))
        : List.of(text.split(Pattern.quote(by), -1));
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
