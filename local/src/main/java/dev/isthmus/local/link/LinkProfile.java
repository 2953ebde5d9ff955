package dev.isthmus.local.link;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a link does to the bytes that cross it.
 *
 * @param roundTrip delay of a round trip; each way takes half
 * @param jitter the round trip lies evenly in {@code roundTrip ± jitter}, by way of each read that
 *     is passed on; order is kept
 * @param bytesPerSecond limit of each direction, shared by all connections; 0: none
 */
public record LinkProfile(Duration roundTrip, Duration jitter, long bytesPerSecond) {

  /** Passes everything on at once. */
  public static final LinkProfile NONE = new LinkProfile(Duration.ZERO, Duration.ZERO, 0);

  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s)");
  private static final Pattern RATE = Pattern.compile("(\\d+(?:\\.\\d+)?)(k|m|g)?bit");
  private static final long LONGEST_MILLIS = 60_000;
  private static final String FORM = "40ms[,jitter=5ms][,rate=20mbit]";

  public LinkProfile {
    if (roundTrip.isNegative() || jitter.isNegative() || bytesPerSecond < 0) {
      throw new IllegalArgumentException("a link's round trip, jitter and rate cannot be negative");
    }
    if (roundTrip.toMillis() > LONGEST_MILLIS) {
      throw new IllegalArgumentException(
          "a round trip of " + roundTrip.toMillis() + " ms is over the limit of 60 s");
    }
    if (jitter.compareTo(roundTrip) > 0) {
      throw new IllegalArgumentException(
          "a jitter of %d ms is more than the round trip of %d ms"
              .formatted(jitter.toMillis(), roundTrip.toMillis()));
    }
  }

  /** A link that only delays. */
  public static LinkProfile ofRoundTrip(Duration roundTrip) {
    return new LinkProfile(roundTrip, Duration.ZERO, 0);
  }

  /**
   * Reads {@code 40ms[,jitter=5ms][,rate=20mbit]}.
   *
   * @throws IllegalArgumentException with one line for a person
   */
  public static LinkProfile parse(String text) {
    Duration roundTrip = null;
    Duration jitter = Duration.ZERO;
    long rate = 0;
    for (String part : text.trim().toLowerCase(Locale.ROOT).split(",", -1)) {
      if (part.startsWith("jitter=")) {
        jitter = time(text, part.substring("jitter=".length()));
      } else if (part.startsWith("rate=")) {
        rate = rate(text, part.substring("rate=".length()));
      } else if (roundTrip == null) {
        roundTrip = time(text, part);
      } else {
        throw unreadable(text, part);
      }
    }
    if (roundTrip == null) {
      throw new IllegalArgumentException(
          "\"%s\" names no round trip; a link is written as %s".formatted(text, FORM));
    }
    return new LinkProfile(roundTrip, jitter, rate);
  }

  boolean isTransparent() {
    return roundTrip.isZero() && bytesPerSecond == 0;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(millis(roundTrip));
    if (!jitter.isZero()) {
      text.append(",jitter=").append(millis(jitter));
    }
    if (bytesPerSecond > 0) {
      text.append(",rate=").append(bytesPerSecond * 8 / 1000).append("kbit");
    }
    return text.toString();
  }

  private static String millis(Duration time) {
    long micros = time.toNanos() / 1000;
    return micros % 1000 == 0 ? micros / 1000 + "ms" : micros + "us";
  }

  private static Duration time(String whole, String part) {
    Matcher matcher = TIME.matcher(part);
    if (!matcher.matches()) {
      throw unreadable(whole, part);
    }
    double unit = "s".equals(matcher.group(2)) ? 1e9 : "ms".equals(matcher.group(2)) ? 1e6 : 1e3;
    return Duration.ofNanos((long) (Double.parseDouble(matcher.group(1)) * unit));
  }

  private static long rate(String whole, String part) {
    Matcher matcher = RATE.matcher(part);
    if (!matcher.matches()) {
      throw unreadable(whole, part);
    }
    double unit =
        switch (matcher.group(2) == null ? "" : matcher.group(2)) {
          case "k" -> 1e3;
          case "m" -> 1e6;
          case "g" -> 1e9;
          default -> 1;
        };
    long bytes = (long) (Double.parseDouble(matcher.group(1)) * unit / 8);
    if (bytes == 0) {
      throw new IllegalArgumentException("\"%s\": a rate needs at least 8bit".formatted(whole));
    }
    return bytes;
  }

  private static IllegalArgumentException unreadable(String whole, String part) {
    return new IllegalArgumentException(
        "\"%s\": cannot read \"%s\"; a link is written as %s".formatted(whole, part, FORM));
  }
}
