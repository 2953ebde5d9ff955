package dev.isthmus.engine.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that every template sees. */
final class Globals {

  private static final int LONGEST_RANGE = 100_000;

  private Globals() {}

  static Scope scope() {
    Scope scope = new Scope(null);
    scope.set("range", (Function) Globals::range);
    scope.set("dict", (Function) given -> members(given));
    scope.set("namespace", (Function) given -> Namespace.of(members(given)));
    return scope;
  }

  /** Of a map, and by name. */
  private static Map<String, Object> members(Given given) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Object argument : given.positional()) {
      if (!(argument instanceof Map<?, ?> map)) {
        throw JinjaException.of(Values.kind(argument) + " is no dict");
      }
      map.forEach((key, value) -> members.put(String.valueOf(key), value));
    }
    members.putAll(given.named());
    return members;
  }

  private static Object range(Given given) {
    boolean one = given.positional().size() == 1;
    long from = one ? 0 : given.whole(0, "start", 0);
    long to = given.whole(one ? 0 : 1, "stop", 0);
    long step = given.whole(2, "step", 1);
    if (step == 0) {
      throw JinjaException.of("the step of a range is 0");
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = from; step > 0 ? i < to : i > to; i += step) {
      if (numbers.size() == LONGEST_RANGE) {
        throw JinjaException.of("a range is longer than " + LONGEST_RANGE);
      }
      numbers.add(i);
    }
    return numbers;
  }
}
