package dev.isthmus.protocol.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Kafka topic configurations by what a topic is for. */
final class TopicSettings {

  /**
   * The broker's own clock. By that of who writes, records of a device whose clock is an hour ahead
   * are refused, and those of one that is behind are deleted at once.
   */
  private static final Map.Entry<String, String> TIME =
      Map.entry("message.timestamp.type", "LogAppendTime");

  private TopicSettings() {}

  /**
   * The last record of each key stays. Small segments that roll every 10 minutes, and little dirt
   * allowed: the active segment is never compacted, and a reader that starts would replay days of
   * it.
   */
  static Map<String, String> compacted() {
    return Map.ofEntries(
        TIME,
        Map.entry("cleanup.policy", "compact"),
        Map.entry("segment.ms", millis(Duration.ofMinutes(10))),
        Map.entry("segment.bytes", "4194304"),
        Map.entry("min.cleanable.dirty.ratio", "0.1"),
        Map.entry("max.compaction.lag.ms", millis(Duration.ofMinutes(30))));
  }

  /** Records go after a time. Segments are a tenth of it, since only whole segments are deleted. */
  static Map<String, String> retained(Duration retention) {
    return Map.ofEntries(
        TIME,
        Map.entry("cleanup.policy", "delete"),
        Map.entry("retention.ms", millis(retention)),
        Map.entry("segment.ms", millis(retention.dividedBy(10))));
  }

  /** What is older than a session's time limits helps nobody; records are small. */
  static Map<String, String> rounds() {
    Map<String, String> settings = new HashMap<>(retained(Duration.ofMinutes(10)));
    settings.put("max.message.bytes", Integer.toString(512 << 10));
    return Map.copyOf(settings);
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
