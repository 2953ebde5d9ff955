package dev.isthmus.engine.jinja;

import java.util.HashMap;
import java.util.Map;

/** Names and their values; an inner scope sees the outer one and changes only itself. */
final class Scope {

  private final Scope outer;
  private final Map<String, Object> values = new HashMap<>();

  Scope(Scope outer) {
    this.outer = outer;
  }

  Scope inner() {
    return new Scope(this);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }

  Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      if (scope.values.containsKey(name)) {
        return scope.values.get(name);
      }
    }
    return Undefined.of(name);
  }
}
