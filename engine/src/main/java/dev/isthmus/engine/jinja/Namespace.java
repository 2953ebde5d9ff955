package dev.isthmus.engine.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one thing whose members a template may set, across scopes. */
record Namespace(Map<String, Object> members) {

  static Namespace of(Map<String, Object> members) {
    return new Namespace(new LinkedHashMap<>(members));
  }
}
