package dev.isthmus.engine.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
      return Collections.unmodifiableList(list);
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
    return equal(left, right, new Budget());
  }

  /** Lists may hold the same list many times over: what is compared is counted. */
  private static boolean equal(Object left, Object right, Budget budget) {
    budget.step();
    if (left == right) {
      return true;
    }
    if (isNumber(left) && isNumber(right)) {
      return Numbers.compare(left, right) == 0;
    }
    if (left instanceof Undefined) {
      return right instanceof Undefined;
    }
    if (left instanceof List && right instanceof List
        || left instanceof Tuple && right instanceof Tuple) {
      return sameItems(items(left), items(right), budget);
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.keySet().equals(b.keySet())
          && a.keySet().stream().allMatch(key -> equal(a.get(key), b.get(key), budget));
    }
    return Objects.equals(left, right);
  }

  private static boolean sameItems(List<Object> left, List<Object> right, Budget budget) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i), budget)) {
        return false;
      }
    }
    return true;
  }

  /**
   * A key of a dict, for which Python has no lists and dicts.
   *
   * @throws JinjaException where it is one, or a tuple with one
   */
  static Object key(Object value) {
    boolean holds =
        value instanceof Tuple tuple
            && tuple.items().stream().anyMatch(item -> isSized(item) && !(item instanceof String));
    if (holds || value instanceof List || value instanceof Map) {
      throw JinjaException.of(kind(value) + " is no key");
    }
    return value;
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
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
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
      return map.containsKey(key(item));
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
        : "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
