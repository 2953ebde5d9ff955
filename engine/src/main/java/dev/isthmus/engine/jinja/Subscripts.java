package dev.isthmus.engine.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Attributes, items and slices of values. */
final class Subscripts {

  private Subscripts() {}

  /** {@code of.name}: a method or member, else the item of that name. */
  static Object attribute(Object of, String name) {
    if (of instanceof Undefined) {
      throw JinjaException.of(Values.kind(of) + " has no " + name);
    }
    if (of instanceof Loop loop) {
      return loop.get(name);
    }
    if (of instanceof Namespace namespace) {
      return namespace.members().containsKey(name)
          ? namespace.members().get(name)
          : Undefined.of(name);
    }
    Function method = Methods.of(of, name);
    if (method != null) {
      return method;
    }
    return of instanceof Map<?, ?> map && map.containsKey(name)
        ? map.get(name)
        : Undefined.of(name);
  }

  /** {@code of[key]}: an item, else the attribute of that name. */
  static Object item(Object of, Object key) {
    if (of instanceof Undefined) {
      throw JinjaException.of(Values.kind(of) + " has no items");
    }
    if (of instanceof Map<?, ?> map && map.containsKey(Values.key(key))) {
      return map.get(key);
    }
    if (key instanceof Long place && Values.isSized(of) && !(of instanceof Map)) {
      List<Object> items = Values.items(of);
      long at = place < 0 ? place + items.size() : place;
      return at >= 0 && at < items.size() ? items.get((int) at) : Undefined.of("item " + place);
    }
    return key instanceof String name ? attribute(of, name) : Undefined.of(PythonText.of(key));
  }

  /** Bounds and step may be null. */
  static Object slice(Object of, Object from, Object to, Object step) {
    if (of instanceof Map || !Values.isSized(of)) {
      throw JinjaException.of(Values.kind(of) + " cannot be cut");
    }
    List<Object> items = Values.items(of);
    long by = step == null ? 1 : Values.whole(step, "a slice's step");
    if (by == 0) {
      throw JinjaException.of("a slice's step is 0");
    }
    int size = items.size();
    long begin = bound(from, by > 0 ? 0 : size - 1, size, by);
    long end = bound(to, by > 0 ? size : -1, size, by);
    List<Object> taken = new ArrayList<>();
    for (long i = begin; by > 0 ? i < end : i > end; i += by) {
      taken.add(items.get((int) i));
    }
    if (of instanceof String) {
      StringBuilder text = new StringBuilder();
      taken.forEach(text::append);
      return text.toString();
    }
    return of instanceof Tuple ? new Tuple(taken) : taken;
  }

  private static long bound(Object bound, long otherwise, int size, long by) {
    if (bound == null) {
      return otherwise;
    }
    long at = Values.whole(bound, "a slice's bound");
    long place = at < 0 ? at + size : at;
    long lowest = by > 0 ? 0 : -1;
    long highest = by > 0 ? size : size - 1;
    return Math.max(lowest, Math.min(highest, place));
  }
}
