package dev.isthmus.engine.jinja;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Values as Python's {@code str} and {@code repr} write them. */
final class PythonText {

  private PythonText() {}

  /** As str() does: a string as it is, and nothing of what is undefined. */
  static String of(Object value) {
    if (value instanceof Undefined) {
      return "";
    }
    return value instanceof String text ? text : quoted(value);
  }

  /** As repr() does: a string with its quotes. */
  static String quoted(Object value) {
    StringBuilder text = new StringBuilder();
    write(text, value);
    return text.toString();
  }

  private static void write(StringBuilder text, Object value) {
    if (value instanceof List<?> list) {
      bracketed(text, "[", list, item -> write(text, item), "]");
    } else if (value instanceof Tuple tuple) {
      String end = tuple.items().size() == 1 ? ",)" : ")";
      bracketed(text, "(", tuple.items(), item -> write(text, item), end);
    } else if (value instanceof Map<?, ?> map) {
      bracketed(text, "{", map.entrySet(), entry -> write(text, entry), "}");
    } else {
      text.append(plain(value));
    }
  }

  private static void write(StringBuilder text, Map.Entry<?, ?> entry) {
    write(text, entry.getKey());
    text.append(": ");
    write(text, entry.getValue());
  }

  private static <T> void bracketed(
      StringBuilder text, String open, Collection<T> items, Consumer<T> write, String close) {
    text.append(open);
    String before = "";
    for (T item : items) {
      text.append(before);
      write.accept(item);
      Budget.text(text.length());
      before = ", ";
    }
    text.append(close);
  }

  private static String plain(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Undefined) {
      return "Undefined";
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Double number) {
      return real(number);
    }
    if (value instanceof String text) {
      return string(text);
    }
    if (value instanceof Long) {
      return value.toString();
    }
    throw JinjaException.of(Values.kind(value) + " has no text");
  }

  private static String real(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (number != 0 && (exponent < -4 || exponent >= 16)) {
      String digits = decimal.unscaledValue().abs().toString();
      return (number < 0 ? "-" : "")
          + digits.charAt(0)
          + (digits.length() > 1 ? "." + digits.substring(1) : "")
          + "e"
          + (exponent < 0 ? "-" : "+")
          + (Math.abs(exponent) < 10 ? "0" : "")
          + Math.abs(exponent);
    }
    String plain = decimal.toPlainString();
    String sign = number == 0 && 1 / number < 0 ? "-" : "";
    return sign + (plain.contains(".") ? plain : plain + ".0");
  }

  private static String string(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    StringBuilder written = new StringBuilder().append(quote);
    text.codePoints().forEach(code -> character(written, code, quote));
    return written.append(quote).toString();
  }

  private static void character(StringBuilder written, int code, char quote) {
    switch (code) {
      case '\n' -> written.append("\\n");
      case '\r' -> written.append("\\r");
      case '\t' -> written.append("\\t");
      case '\\' -> written.append("\\\\");
      default -> {
        if (code == quote) {
          written.append('\\').append(quote);
        } else if (isPrintable(code)) {
          written.appendCodePoint(code);
        } else {
          String format = code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x";
          written.append(String.format(format, code));
        }
      }
    }
  }

  private static boolean isPrintable(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> code == ' ';
      default -> true;
    };
  }
}
