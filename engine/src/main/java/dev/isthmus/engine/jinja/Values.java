package dev.isthmus.engine.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Python's rules for values: what is true, equal, less, and what has items. */
final class Values {

  private Values() {}

  /** A value from outside, its integers 64 bits wide. */
  static Object of(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Number number && !(value instanceof Long)) {
      return number.doubleValue();
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(of(item)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> items = new LinkedHashMap<>();
      map.forEach((key, item) -> items.put(of(key), of(item)));
      return items;
    }
    return value;
  }

  static boolean isTrue(Object value) {
    if (value == null || value instanceof Undefined) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    return !isSized(value) || length(value) > 0;
  }

  static boolean isSized(Object value) {
    return value instanceof String
        || value instanceof List
        || value instanceof Tuple
        || value instanceof Map;
  }

  /** Of a string in characters of Unicode, as Python counts. */
  static long length(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    }
    return items(value).size();
  }

  /** What a loop goes over: characters of a string, keys of a dict. */
  static List<Object> items(Object value) {
    if (value instanceof List<?> list) {
      return java.util.Collections.unmodifiableList(list);
    }
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof String text) {
      List<Object> characters = new ArrayList<>();
      text.codePoints().forEach(code -> characters.add(Character.toString(code)));
      return characters;
    }
    if (value instanceof Undefined) {
      return List.of();
    }
    throw JinjaException.of(kind(value) + " has no items");
  }

  static boolean equal(Object left, Object right) {
    if (isNumber(left) && isNumber(right)) {
      return Numbers.compare(left, right) == 0;
    }
    if (left instanceof Undefined && right instanceof Undefined) {
      return true;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return sameItems(a, b);
    }
    if (left instanceof Tuple a && right instanceof Tuple b) {
      return sameItems(a.items(), b.items());
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.size() == b.size()
          && a.entrySet().stream()
              .allMatch(
                  entry ->
                      b.containsKey(entry.getKey())
                          && equal(entry.getValue(), b.get(entry.getKey())));
    }
    return Objects.equals(left, right);
  }

  private static boolean sameItems(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * @throws JinjaException where the two have no order
   */
  static int compare(Object left, Object right) {
    if (isNumber(left) && isNumber(right)) {
      return Numbers.compare(left, right);
    }
    if (left instanceof String a && right instanceof String b) {
      return compareText(a, b);
    }
    if (left instanceof List && right instanceof List
        || left instanceof Tuple && right instanceof Tuple) {
      return compareItems(items(left), items(right));
    }
    throw JinjaException.of(kind(left) + " and " + kind(right) + " have no order");
  }

  private static int compareText(String left, String right) {
    return java.util.Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }

  private static int compareItems(List<Object> left, List<Object> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return compare(left.get(i), right.get(i));
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  /** Whether the container has the item: a part of a string, a key of a dict. */
  static boolean contains(Object container, Object item) {
    if (container instanceof String text) {
      return text.contains(text(item, "what is looked for in a string"));
    }
    if (container instanceof Map<?, ?> map) {
      return map.containsKey(item);
    }
    return items(container).stream().anyMatch(other -> equal(other, item));
  }

  /** A number; True and False are 1 and 0. */
  static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  static String text(Object value, String what) {
    if (value instanceof String text) {
      return text;
    }
    throw JinjaException.of(what + " is " + kind(value) + ", and no string");
  }

  static long whole(Object value, String what) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    throw JinjaException.of(what + " is " + kind(value) + ", and no whole number");
  }

  /** As a message names it. */
  static String kind(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Undefined undefined) {
      return undefined.what() + ", which is undefined,";
    }
    if (value instanceof String) {
      return "a string";
    }
    if (isNumber(value)) {
      return PythonText.of(value);
    }
    if (value instanceof Map) {
      return "a dict";
    }
    return value instanceof List
        ? "a list"
        : "a " + value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
