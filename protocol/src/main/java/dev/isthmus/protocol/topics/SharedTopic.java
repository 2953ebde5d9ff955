package dev.isthmus.protocol.topics;

import java.time.Duration;
import java.util.Map;

/** Topics of which there is one for all sites. */
public enum SharedTopic {
  /** Key: session. The decision log, written by routers. */
  SESSIONS("sessions", TopicSettings.retained(Duration.ofDays(7)));

  private final String suffix;
  private final Map<String, String> settings;

  SharedTopic(String suffix, Map<String, String> settings) {
    this.suffix = suffix;
    this.settings = settings;
  }

  /** The last part of the topic's name. */
  public String suffix() {
    return suffix;
  }

  /** Kafka topic configuration to create it with. */
  public Map<String, String> settings() {
    return settings;
  }
}
