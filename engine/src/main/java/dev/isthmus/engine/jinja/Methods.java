package dev.isthmus.engine.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Methods of strings, dicts and lists that change nothing. */
final class Methods {

  private Methods() {}

  /** The method bound to its value; null where there is none of this name. */
  static Function of(Object value, String name) {
    if (value instanceof String text) {
      return StringMethods.of(text, name);
    }
    if (value instanceof Map<?, ?> map) {
      return ofDict(map, name);
    }
    if (value instanceof List || value instanceof Tuple) {
      return ofList(Values.items(value), name);
    }
    return null;
  }

  private static Function ofDict(Map<?, ?> map, String name) {
    return switch (name) {
      case "get" -> given -> get(map, given);
      case "items" -> given -> items(map);
      case "keys" -> given -> new ArrayList<Object>(map.keySet());
      case "values" -> given -> new ArrayList<Object>(map.values());
      default -> null;
    };
  }

  private static Object get(Map<?, ?> map, Given given) {
    Object key = Values.key(given.get(0, "key"));
    return map.containsKey(key) ? map.get(key) : given.get(1, "default", null);
  }

  /** Pairs of key and value. */
  static List<Object> items(Map<?, ?> map) {
    List<Object> pairs = new ArrayList<>();
    map.forEach((key, value) -> pairs.add(new Tuple(Arrays.asList(key, value))));
    return pairs;
  }

  private static Function ofList(List<Object> items, String name) {
    return switch (name) {
      case "index" -> given -> index(items, given.get(0, "value"));
      case "count" ->
          given -> items.stream().filter(item -> Values.equal(item, given.get(0, "value"))).count();
      default -> null;
    };
  }

  private static Object index(List<Object> items, Object value) {
    for (int i = 0; i < items.size(); i++) {
      if (Values.equal(items.get(i), value)) {
        return (long) i;
      }
    }
    throw JinjaException.of(PythonText.quoted(value) + " is not in the list");
  }
}
