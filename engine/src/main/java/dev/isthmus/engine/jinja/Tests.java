package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Builtin.Test;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What may stand behind "is". */
final class Tests {

  private static final Map<String, Test> ALL =
      Map.ofEntries(
          Map.entry("defined", (value, given) -> !(value instanceof Undefined)),
          Map.entry("undefined", (value, given) -> value instanceof Undefined),
          Map.entry("none", (value, given) -> value == null),
          Map.entry("boolean", (value, given) -> value instanceof Boolean),
          Map.entry("true", (value, given) -> Boolean.TRUE.equals(value)),
          Map.entry("false", (value, given) -> Boolean.FALSE.equals(value)),
          Map.entry("string", (value, given) -> value instanceof String),
          Map.entry("number", (value, given) -> Values.isNumber(value)),
          Map.entry("integer", (value, given) -> value instanceof Long),
          Map.entry("float", (value, given) -> value instanceof Double),
          Map.entry("mapping", (value, given) -> value instanceof Map),
          Map.entry("iterable", (value, given) -> hasItems(value)),
          Map.entry("sequence", (value, given) -> hasItems(value)),
          Map.entry("callable", (value, given) -> value instanceof Function),
          Map.entry("lower", (value, given) -> Words.isLower(PythonText.of(value))),
          Map.entry("upper", (value, given) -> Words.isUpper(PythonText.of(value))),
          Map.entry("odd", (value, given) -> rest(value, 2L, 1L)),
          Map.entry("even", (value, given) -> rest(value, 2L, 0L)),
          Map.entry("divisibleby", (value, given) -> rest(value, given.get(0, "num"), 0L)),
          Map.entry("sameas", (value, given) -> same(value, given.get(0, "other"))),
          Map.entry("in", (value, given) -> Values.contains(given.get(0, "seq"), value)),
          Map.entry("eq", Tests::equal),
          Map.entry("equalto", Tests::equal),
          Map.entry("==", Tests::equal),
          Map.entry("ne", (value, given) -> !equal(value, given)),
          Map.entry("!=", (value, given) -> !equal(value, given)),
          Map.entry("lt", (value, given) -> compare(value, given) < 0),
          Map.entry("lessthan", (value, given) -> compare(value, given) < 0),
          Map.entry("<", (value, given) -> compare(value, given) < 0),
          Map.entry("le", (value, given) -> compare(value, given) <= 0),
          Map.entry("<=", (value, given) -> compare(value, given) <= 0),
          Map.entry("gt", (value, given) -> compare(value, given) > 0),
          Map.entry("greaterthan", (value, given) -> compare(value, given) > 0),
          Map.entry(">", (value, given) -> compare(value, given) > 0),
          Map.entry("ge", (value, given) -> compare(value, given) >= 0),
          Map.entry(">=", (value, given) -> compare(value, given) >= 0));

  private Tests() {}

  /** Null where there is none. */
  static Test named(String name) {
    return ALL.get(name);
  }

  private static boolean hasItems(Object value) {
    return Values.isSized(value) || value instanceof Undefined;
  }

  private static boolean equal(Object value, Given given) {
    return Values.equal(value, given.get(0, "other"));
  }

  private static int compare(Object value, Given given) {
    return Values.compare(value, given.get(0, "other"));
  }

  private static boolean rest(Object value, Object by, long wanted) {
    return Values.equal(Operators.binary("%", value, by), wanted);
  }

  /** One and the same: what cannot be told apart is. */
  private static boolean same(Object value, Object other) {
    return value instanceof List || value instanceof Map
        ? value == other
        : Objects.equals(value, other);
  }
}
