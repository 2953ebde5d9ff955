package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Builtin.Filter;
import dev.isthmus.engine.jinja.Builtin.Test;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Filters of values with items. */
final class ListFilters {

  static final Map<String, Filter> ALL =
      Map.ofEntries(
          Map.entry("list", (value, given) -> new ArrayList<>(Values.items(value))),
          Map.entry("first", (value, given) -> end(value, true)),
          Map.entry("last", (value, given) -> end(value, false)),
          Map.entry("items", (value, given) -> pairs(value)),
          Map.entry("dictsort", (value, given) -> sortedPairs(value, given)),
          Map.entry("join", ListFilters::join),
          Map.entry("map", ListFilters::mapped),
          Map.entry("select", (value, given) -> selected(value, given, true)),
          Map.entry("reject", (value, given) -> selected(value, given, false)),
          Map.entry("selectattr", (value, given) -> selectedByAttribute(value, given, true)),
          Map.entry("rejectattr", (value, given) -> selectedByAttribute(value, given, false)),
          Map.entry("reverse", (value, given) -> reversed(value)),
          Map.entry("sort", ListFilters::sorted),
          Map.entry("unique", ListFilters::unique),
          Map.entry("min", (value, given) -> extreme(value, given, false)),
          Map.entry("max", (value, given) -> extreme(value, given, true)),
          Map.entry("sum", ListFilters::sum));

  private ListFilters() {}

  private static Object end(Object value, boolean first) {
    List<Object> items = Values.items(value);
    return items.isEmpty()
        ? Undefined.of("an item of nothing")
        : items.get(first ? 0 : items.size() - 1);
  }

  private static Object pairs(Object value) {
    if (value instanceof Undefined) {
      return List.of();
    }
    if (value instanceof Map<?, ?> map) {
      return Methods.items(map);
    }
    throw JinjaException.of(Values.kind(value) + " is no dict");
  }

  private static Object sortedPairs(Object value, Given given) {
    List<Object> pairs = new ArrayList<>(Values.items(pairs(value)));
    int by = "value".equals(given.get(1, "by", "key")) ? 1 : 0;
    boolean exact = Values.isTrue(given.get(0, "case_sensitive", false));
    pairs.sort(order(pair -> ((Tuple) pair).items().get(by), exact));
    return Values.isTrue(given.get(2, "reverse", false)) ? reversed(pairs) : pairs;
  }

  private static Object join(Object value, Given given) {
    List<Object> items = Values.items(value);
    UnaryOperator<Object> attribute = attribute(given.get(1, "attribute", null));
    return Words.join(items.stream().map(attribute).toList(), PythonText.of(given.get(0, "d", "")));
  }

  private static Object mapped(Object value, Given given) {
    List<Object> mapped = new ArrayList<>();
    if (given.positional().isEmpty()) {
      UnaryOperator<Object> attribute = attribute(given.get(0, "attribute"));
      Object otherwise = given.named().get("default");
      boolean hasDefault = given.named().containsKey("default");
      for (Object item : Values.items(value)) {
        Object found = attribute.apply(item);
        mapped.add(hasDefault && found instanceof Undefined ? otherwise : found);
      }
      return mapped;
    }
    String name = given.text(0, "filter");
    Filter filter = Filters.named(name);
    if (filter == null) {
      throw JinjaException.of("the filter " + name + " is not supported");
    }
    for (Object item : Values.items(value)) {
      mapped.add(filter.apply(item, given.after(1)));
    }
    return mapped;
  }

  private static Object selected(Object value, Given given, boolean wanted) {
    return passing(value, UnaryOperator.identity(), given, wanted);
  }

  private static Object selectedByAttribute(Object value, Given given, boolean wanted) {
    return passing(value, attribute(given.get(0, "attribute")), given.after(1), wanted);
  }

  /** Items of which something passes a test, or without a test is true. */
  private static Object passing(
      Object value, UnaryOperator<Object> of, Given given, boolean wanted) {
    Test test = (item, nothing) -> Values.isTrue(item);
    if (!given.positional().isEmpty()) {
      String name = given.text(0, "test");
      test = Tests.named(name);
      if (test == null) {
        throw JinjaException.of("the test " + name + " is not supported");
      }
    }
    List<Object> selected = new ArrayList<>();
    for (Object item : Values.items(value)) {
      if (test.holds(of.apply(item), given.after(1)) == wanted) {
        selected.add(item);
      }
    }
    return selected;
  }

  /** Looks up "a.b.0"; null gives the item itself. */
  private static UnaryOperator<Object> attribute(Object path) {
    if (path == null) {
      return UnaryOperator.identity();
    }
    if (path instanceof Long) {
      return item -> Subscripts.item(item, path);
    }
    String[] names = Values.text(path, "attribute").split("\\.");
    return item -> {
      Object found = item;
      for (String name : names) {
        Object key = name.matches("\\d+") ? (Object) Long.valueOf(name) : name;
        found = Subscripts.item(found, key);
      }
      return found;
    };
  }

  private static Object reversed(Object value) {
    if (value instanceof String text) {
      return new StringBuilder(text).reverse().toString();
    }
    List<Object> items = new ArrayList<>(Values.items(value));
    Collections.reverse(items);
    return items;
  }

  private static Object sorted(Object value, Given given) {
    List<Object> items = new ArrayList<>(Values.items(value));
    boolean exact = Values.isTrue(given.get(1, "case_sensitive", false));
    Comparator<Object> order = order(attribute(given.get(2, "attribute", null)), exact);
    items.sort(Values.isTrue(given.get(0, "reverse", false)) ? order.reversed() : order);
    return items;
  }

  private static Comparator<Object> order(UnaryOperator<Object> of, boolean exact) {
    return (a, b) -> Values.compare(folded(of.apply(a), exact), folded(of.apply(b), exact));
  }

  private static Object folded(Object value, boolean exact) {
    return !exact && value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
  }

  private static Object unique(Object value, Given given) {
    boolean exact = Values.isTrue(given.get(0, "case_sensitive", false));
    UnaryOperator<Object> attribute = attribute(given.get(1, "attribute", null));
    Set<Object> seen = new HashSet<>();
    List<Object> unique = new ArrayList<>();
    for (Object item : Values.items(value)) {
      Object key = folded(attribute.apply(item), exact);
      if (seen.add(Values.isNumber(key) ? (Object) Numbers.real(key) : Values.key(key))) {
        unique.add(item);
      }
    }
    return unique;
  }

  private static Object extreme(Object value, Given given, boolean most) {
    boolean exact = Values.isTrue(given.get(0, "case_sensitive", false));
    Comparator<Object> order = order(attribute(given.get(1, "attribute", null)), exact);
    return Values.items(value).stream()
        .reduce((a, b) -> (most ? order.compare(b, a) > 0 : order.compare(b, a) < 0) ? b : a)
        .orElse(Undefined.of("an item of nothing"));
  }

  private static Object sum(Object value, Given given) {
    UnaryOperator<Object> attribute = attribute(given.get(0, "attribute", null));
    Object sum = given.get(1, "start", 0L);
    for (Object item : Values.items(value)) {
      sum = Operators.binary("+", sum, attribute.apply(item));
    }
    return sum;
  }
}
