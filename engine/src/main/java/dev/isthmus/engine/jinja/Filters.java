package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Builtin.Filter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What may stand behind "|". */
final class Filters {

  private static final Map<String, Filter> ALL = new HashMap<>();

  static {
    ALL.putAll(ListFilters.ALL);
    put((value, given) -> Values.length(value), "length", "count");
    put(Filters::orDefault, "default", "d");
    put((value, given) -> escaped(PythonText.of(value)), "e", "escape");
    put((value, given) -> PythonText.of(value), "string", "safe");
    put((value, given) -> JsonText.of(value, given), "tojson");
    put((value, given) -> PythonText.of(value).toUpperCase(Locale.ROOT), "upper");
    put((value, given) -> PythonText.of(value).toLowerCase(Locale.ROOT), "lower");
    put((value, given) -> Words.capitalized(PythonText.of(value)), "capitalize");
    put((value, given) -> titled(PythonText.of(value)), "title");
    put((value, given) -> StringMethods.strip(PythonText.of(value), given, true, true), "trim");
    put((value, given) -> StringMethods.replace(PythonText.of(value), given), "replace");
    put((value, given) -> Formatting.percent(PythonText.of(value), given.positional()), "format");
    put(Filters::indented, "indent");
    put(Filters::whole, "int");
    put(Filters::real, "float");
    put(Filters::rounded, "round");
    put((value, given) -> absolute(value), "abs");
    put((value, given) -> Subscripts.attribute(value, given.text(0, "name")), "attr");
  }

  private Filters() {}

  private static void put(Filter filter, String... names) {
    for (String name : names) {
      ALL.put(name, filter);
    }
  }

  /** Null where there is none. */
  static Filter named(String name) {
    return ALL.get(name);
  }

  private static Object orDefault(Object value, Given given) {
    boolean falseToo = Values.isTrue(given.get(1, "boolean", false));
    boolean missing = value instanceof Undefined || falseToo && !Values.isTrue(value);
    return missing ? given.get(0, "default_value", "") : value;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace("\"", "&#34;");
  }

  /** Jinja's own: a capital after white space, "-" or an opening bracket only. */
  private static String titled(String text) {
    StringBuilder titled = new StringBuilder();
    boolean begins = true;
    for (int code : text.codePoints().toArray()) {
      String character = Character.toString(code);
      titled.append(
          begins ? character.toUpperCase(Locale.ROOT) : character.toLowerCase(Locale.ROOT));
      begins = Words.isSpace(code) || "-([{<".indexOf(code) >= 0;
    }
    return titled.toString();
  }

  private static Object indented(Object value, Given given) {
    String by = Words.indentation(given.get(0, "width", 4L));
    boolean first = Values.isTrue(given.get(1, "first", false));
    boolean blank = Values.isTrue(given.get(2, "blank", false));
    StringBuilder text = new StringBuilder();
    String[] lines = PythonText.of(value).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean indents = i == 0 ? first : blank || !lines[i].isEmpty();
      Budget.text((long) text.length() + by.length() + lines[i].length());
      text.append(i == 0 ? "" : "\n").append(indents ? by : "").append(lines[i]);
    }
    return text.toString();
  }

  private static Object whole(Object value, Given given) {
    if (value instanceof Double number) {
      return number.longValue();
    }
    if (Values.isNumber(value)) {
      return Values.whole(value, "the number");
    }
    if (value instanceof String text) {
      int base = (int) given.whole(1, "base", 10);
      try {
        return Long.parseLong(text.strip().replace("_", ""), base);
      } catch (NumberFormatException e) {
        Double number = parsed(text);
        return number == null ? given.get(0, "default", 0L) : (Object) number.longValue();
      }
    }
    return given.get(0, "default", 0L);
  }

  private static Object real(Object value, Given given) {
    if (Values.isNumber(value)) {
      return Numbers.real(value);
    }
    Double number = value instanceof String text ? parsed(text) : null;
    return number == null ? given.get(0, "default", 0.0) : number;
  }

  /** Null where it is no number. */
  private static Double parsed(String text) {
    try {
      return Double.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Object rounded(Object value, Given given) {
    String method = PythonText.of(given.get(1, "method", "common"));
    if (!Numbers.isReal(value) && method.equals("common")) {
      return Values.whole(value, "the number");
    }
    if (!Values.isNumber(value)) {
      throw JinjaException.of(Values.kind(value) + " cannot be rounded");
    }
    double number = Numbers.real(value);
    double scale = Math.pow(10, given.whole(0, "precision", 0));
    return switch (method) {
      case "ceil" -> Math.ceil(number * scale) / scale;
      case "floor" -> Math.floor(number * scale) / scale;
      default -> Math.rint(number * scale) / scale;
    };
  }

  private static Object absolute(Object value) {
    return Numbers.isReal(value)
        ? (Object) Math.abs(Numbers.real(value))
        : (Object) Math.abs(Values.whole(value, "the number"));
  }
}
