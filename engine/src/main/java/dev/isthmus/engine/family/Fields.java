package dev.isthmus.engine.family;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.engine.source.ModelConfig;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;

/** A configuration's fields, with bounds checked where they are read. */
final class Fields {

  private static final long MOST = 1 << 24;

  private final JsonNode fields;
  private final String origin;

  Fields(ModelConfig config) {
    this(config.fields(), config.origin());
  }

  private Fields(JsonNode fields, String origin) {
    this.fields = fields;
    this.origin = origin;
  }

  Fields within(String name) {
    return new Fields(fields.path(name), origin + ": " + name);
  }

  boolean has(String name) {
    return fields.hasNonNull(name);
  }

  /** A positive whole number that must be there. */
  int size(String name) {
    JsonNode value = fields.path(name);
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > MOST) {
      throw refusal(
          name
              + " is "
              + (value.isMissingNode() ? "missing" : value)
              + "; a whole number of 1 to "
              + MOST
              + " is needed.");
    }
    return value.asInt();
  }

  int size(String name, int otherwise) {
    return has(name) ? size(name) : otherwise;
  }

  double number(String name) {
    JsonNode value = fields.path(name);
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw refusal(
          name + " is " + (value.isMissingNode() ? "missing" : value) + "; a number is needed.");
    }
    return value.asDouble();
  }

  double number(String name, double otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  double positive(String name, double otherwise) {
    double value = number(name, otherwise);
    if (value <= 0) {
      throw refusal(name + " is " + value + "; it must be above 0.");
    }
    return value;
  }

  double positive(String name) {
    return positive(name, number(name));
  }

  boolean flag(String name, boolean otherwise) {
    return has(name) ? fields.path(name).asBoolean() : otherwise;
  }

  String text(String name, String otherwise) {
    return has(name) ? fields.path(name).asText() : otherwise;
  }

  JsonNode node(String name) {
    return fields.path(name);
  }

  ModelRefusedException refusal(String message) {
    return new ModelRefusedException(Reason.MALFORMED, origin + ": " + message);
  }

  ModelRefusedException unsupported(String message) {
    return new ModelRefusedException(Reason.UNSUPPORTED_FAMILY, origin + ": " + message);
  }
}
