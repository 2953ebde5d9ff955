package dev.isthmus.protocol.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Kafka topic configurations by what a topic is for. */
final class TopicSettings {

  private TopicSettings() {}

  /**
   * The last record of each key stays. Small segments that roll every 10 minutes, and little dirt
   * allowed: the active segment is never compacted, and a reader that starts would replay days of
   * it.
   */
  static Map<String, String> compacted() {
    return Map.of(
        "cleanup.policy", "compact",
        "segment.ms", millis(Duration.ofMinutes(10)),
        "segment.bytes", "4194304",
        "min.cleanable.dirty.ratio", "0.1",
        "max.compaction.lag.ms", millis(Duration.ofMinutes(30)));
  }

  /** Records go after a time. Segments are a tenth of it, since only whole segments are deleted. */
  static Map<String, String> retained(Duration retention) {
    return Map.of(
        "cleanup.policy", "delete",
        "retention.ms", millis(retention),
        "segment.ms", millis(retention.dividedBy(10)));
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
