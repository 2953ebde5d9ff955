package dev.isthmus.engine.source.gguf;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.List;
import java.util.Map;

/**
 * The metadata of a GGUF file, with its types checked where it is asked for.
 *
 * @param file for messages
 */
record Metadata(String file, Map<String, Object> values) {

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key, String otherwise) {
    return typed(key, String.class, otherwise);
  }

  long integer(String key, long otherwise) {
    return typed(key, Long.class, otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    return typed(key, Boolean.class, otherwise);
  }

  double real(String key, double otherwise) {
    Object value = values.get(key);
    return value instanceof Long whole ? whole : typed(key, Double.class, otherwise);
  }

  long requiredInteger(String key) {
    if (!has(key)) {
      throw missing(key);
    }
    return integer(key, 0);
  }

  double requiredReal(String key) {
    if (!has(key)) {
      throw missing(key);
    }
    return real(key, 0);
  }

  /** A list whose values are all of one type; empty where it is missing. */
  <T> List<T> list(String key, Class<T> type) {
    List<?> found = typed(key, List.class, List.of());
    for (Object value : found) {
      if (!type.isInstance(value)) {
        throw wrong(key, "a list of " + type.getSimpleName());
      }
    }
    return found.stream().map(type::cast).toList();
  }

  private <T> T typed(String key, Class<T> type, T otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!type.isInstance(value)) {
      throw wrong(key, type.getSimpleName());
    }
    return type.cast(value);
  }

  ModelRefusedException missing(String key) {
    return new ModelRefusedException(
        Reason.MALFORMED,
        file + ": metadata " + key + " is missing; the model cannot be read without it.");
  }

  private ModelRefusedException wrong(String key, String type) {
    return new ModelRefusedException(
        Reason.MALFORMED, file + ": metadata " + key + " is not " + type + "; the file is broken.");
  }
}
