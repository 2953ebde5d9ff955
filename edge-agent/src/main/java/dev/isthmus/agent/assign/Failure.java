package dev.isthmus.agent.assign;

import dev.isthmus.engine.source.ModelRefusedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why something could not be made so.
 *
 * @param reason in CamelCase, as a condition's reason
 * @param message for a person
 */
record Failure(String reason, String message) {

  static Failure of(Throwable cause) {
    if (cause instanceof ModelRefusedException refused) {
      return new Failure(camelCase(refused.reason().name()), refused.getMessage());
    }
    if (cause instanceof NoRoomException) {
      return new Failure("InsufficientMemory", cause.getMessage());
    }
    if (cause instanceof BelowQualityFloorException) {
      return new Failure("BelowQualityFloor", cause.getMessage());
    }
    if (cause instanceof OutOfMemoryError) {
      return new Failure("InsufficientMemory", "out of memory while loading: " + cause);
    }
    return new Failure("LoadFailed", cause.toString());
  }

  private static String camelCase(String constant) {
    return Arrays.stream(constant.split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
