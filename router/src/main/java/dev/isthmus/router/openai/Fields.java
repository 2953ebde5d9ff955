package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the fields of one JSON object, typed, and refuses what nobody has read. */
final class Fields {

  /** Characters of a string that a message repeats. */
  private static final int SHOWN = 32;

  private final ObjectNode object;
  private final String prefix;
  private final Set<String> read = new HashSet<>();

  /**
   * @param prefix of the fields' names in messages, "messages[0]." or empty
   */
  Fields(ObjectNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /** The value, or null where it is absent or null. */
  JsonNode any(String name) {
    read.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  String text(String name, String otherwise) {
    JsonNode value = any(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw wrongType(name, value, "a string");
    }
    return value.textValue();
  }

  boolean flag(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrongType(name, value, "true or false");
    }
    return value.booleanValue();
  }

  OptionalDouble number(String name, double from, double to) {
    JsonNode value = any(name);
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      throw wrongType(name, value, "a number");
    }
    double number = value.doubleValue();
    if (!(number >= from && number <= to)) {
      throw ApiException.invalid(
          prefix + name,
          prefix + name + " is " + value.asText() + "; it must lie in " + from + " to " + to);
    }
    return OptionalDouble.of(number);
  }

  OptionalInt integer(String name, int from, int to) {
    OptionalLong value = whole(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    long number = value.getAsLong();
    if (number < from || number > to) {
      String limit = to == Integer.MAX_VALUE ? from + " or more" : from + " to " + to;
      throw ApiException.invalid(
          prefix + name, prefix + name + " is " + number + "; it must be " + limit);
    }
    return OptionalInt.of((int) number);
  }

  OptionalLong whole(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrongType(name, value, "a whole number of at most 64 bits");
    }
    return OptionalLong.of(value.longValue());
  }

  ApiException wrongType(String name, JsonNode value, String expected) {
    return ApiException.invalid(
        prefix + name,
        "invalid_type",
        prefix + name + " is " + describe(value) + "; it must be " + expected);
  }

  /** Refuses every field that was not read and that does not stand at a value without effect. */
  void refuseOthers(NeutralFields neutral) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!read.contains(name)) {
        neutral.check(prefix, name, object.get(name));
      }
    }
  }

  /** A value in a message: short ones as they are. */
  static String describe(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case STRING -> value.textValue().length() <= SHOWN ? value.toString() : "a string";
      case NUMBER, BOOLEAN -> value.asText();
      default -> value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
