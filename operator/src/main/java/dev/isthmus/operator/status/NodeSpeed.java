package dev.isthmus.operator.status;

import dev.isthmus.crds.node.NodeStatus;
import dev.isthmus.operator.plan.Measurements;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;

/**
 * How fast a node is: as what it runs says, and for a while as that said last. Work that left a
 * slow node must not come back at once, and what made it slow may have passed.
 *
 * @param millisPerGigabyte null where nothing is known, or is known no more
 * @param measuredUntil since when nothing says it, RFC 3339; null while something does
 */
record NodeSpeed(Double millisPerGigabyte, String measuredUntil) {

  /** As long as a change of plan has to pay for its bytes: work that comes and goes has paid. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** A status is not written for less. */
  private static final MathContext DIGITS = new MathContext(3);

  private static final NodeSpeed UNKNOWN = new NodeSpeed(null, null);

  /**
   * What follows.
   *
   * @param before null where there was none
   * @param measured milliseconds for each byte, by what the node runs
   */
  static NodeSpeed next(NodeStatus before, OptionalDouble measured, Instant now) {
    if (measured.isPresent()) {
      double millis = measured.getAsDouble() * Measurements.GIGABYTE;
      return new NodeSpeed(BigDecimal.valueOf(millis).round(DIGITS).doubleValue(), null);
    }
    if (before == null || before.millisPerGigabyte() == null) {
      return UNKNOWN;
    }
    Instant until = until(before, now);
    return until.plus(REMEMBERED).isAfter(now)
        ? new NodeSpeed(before.millisPerGigabyte(), until.toString())
        : UNKNOWN;
  }

  private static Instant until(NodeStatus before, Instant now) {
    Instant present = now.truncatedTo(ChronoUnit.SECONDS);
    if (before.measuredUntil() == null) {
      return present;
    }
    try {
      return Instant.parse(before.measuredUntil());
    } catch (DateTimeParseException e) {
      return present; // somebody else wrote it
    }
  }
}
