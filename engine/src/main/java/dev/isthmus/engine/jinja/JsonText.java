package dev.isthmus.engine.jinja;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code tojson} as transformers has it: Python's json.dumps that leaves letters as they are. */
final class JsonText {

  private static final ObjectMapper STRINGS = new ObjectMapper();

  private JsonText() {}

  static String of(Object value, Given given) {
    Object indent = given.get(1, "indent", null);
    String step =
        indent == null
            ? null
            : indent instanceof String text
                ? text
                : (String) Operators.repeated(" ", Values.whole(indent, "indent"));
    boolean sorts = Values.isTrue(given.get(3, "sort_keys", false));
    StringBuilder text = new StringBuilder();
    write(text, value, step, "\n", sorts);
    return text.toString();
  }

  private static void write(
      StringBuilder text, Object value, String step, String line, boolean sorts) {
    if (value instanceof Map<?, ?> map) {
      List<String> parts = new ArrayList<>();
      keyed(map, sorts)
          .forEach(
              (key, item) -> {
                StringBuilder part = new StringBuilder(string(key)).append(": ");
                write(part, item, step, line + step, sorts);
                parts.add(part.toString());
              });
      bracket(text, parts, "{", "}", step, line);
    } else if (value instanceof List || value instanceof Tuple) {
      List<String> parts = new ArrayList<>();
      for (Object item : Values.items(value)) {
        StringBuilder part = new StringBuilder();
        write(part, item, step, line + step, sorts);
        parts.add(part.toString());
      }
      bracket(text, parts, "[", "]", step, line);
    } else {
      text.append(plain(value));
    }
  }

  private static Map<String, Object> keyed(Map<?, ?> map, boolean sorts) {
    Map<String, Object> keyed = sorts ? new TreeMap<>() : new java.util.LinkedHashMap<>();
    map.forEach((key, item) -> keyed.put(key instanceof String name ? name : plain(key), item));
    return keyed;
  }

  private static void bracket(
      StringBuilder text, List<String> parts, String open, String close, String step, String line) {
    boolean indents = step != null && !parts.isEmpty();
    text.append(open)
        .append(indents ? line + step : "")
        .append(String.join(indents ? "," + line + step : ", ", parts))
        .append(indents ? line : "")
        .append(close);
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
