package dev.isthmus.engine.jinja;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code tojson} as transformers has it: Python's json.dumps that leaves letters as they are. */
final class JsonText {

  private static final ObjectMapper STRINGS = new ObjectMapper();

  private final StringBuilder text = new StringBuilder();
  private final String step;
  private final boolean sorts;

  /**
   * @param step of indentation, null for all in one line
   */
  private JsonText(String step, boolean sorts) {
    this.step = step;
    this.sorts = sorts;
  }

  static String of(Object value, Given given) {
    Object indent = given.get(1, "indent", null);
    JsonText json =
        new JsonText(
            indent == null ? null : Words.indentation(indent),
            Values.isTrue(given.get(3, "sort_keys", false)));
    json.write(value, "\n");
    return json.text.toString();
  }

  /**
   * @param line what begins a line at this depth
   */
  private void write(Object value, String line) {
    if (value instanceof Map<?, ?> map) {
      bracketed(
          "{",
          keyed(map).entrySet(),
          "}",
          line,
          entry -> {
            text.append(string(entry.getKey())).append(": ");
            write(entry.getValue(), line + step);
          });
    } else if (value instanceof List || value instanceof Tuple) {
      bracketed("[", Values.items(value), "]", line, item -> write(item, line + step));
    } else {
      text.append(plain(value));
    }
  }

  private <T> void bracketed(
      String open, Collection<T> items, String close, String line, Consumer<T> write) {
    String inner = step == null ? "" : line + step;
    text.append(open);
    String before = inner;
    for (T item : items) {
      text.append(before);
      write.accept(item);
      Budget.text(text.length());
      before = step == null ? ", " : "," + inner;
    }
    text.append(step == null || items.isEmpty() ? "" : line).append(close);
  }

  private Map<String, Object> keyed(Map<?, ?> map) {
    Map<String, Object> keyed = sorts ? new TreeMap<>() : new LinkedHashMap<>();
    map.forEach((key, item) -> keyed.put(key instanceof String name ? name : plain(key), item));
    return keyed;
  }

  private static String plain(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Number) {
      return PythonText.of(value);
    }
    return string(Values.text(value, "what is written as JSON"));
  }

  private static String string(String text) {
    try {
      return STRINGS.writeValueAsString(text);
    } catch (JacksonException e) {
      throw JinjaException.of("tojson: " + e.getOriginalMessage());
    }
  }
}
