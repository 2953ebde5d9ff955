package dev.isthmus.protocol.topics;

import java.time.Duration;
import java.util.Map;

/** The topics that every site has; a site's name stands in the topic's name. */
public enum SiteTopic {
  /** Key: node. Written by agents when a fact changes. */
  NODES("nodes", TopicSettings.compacted()),
  /** Key: node or router. Every 5 s, by agents and routers. */
  HEARTBEATS("heartbeats", TopicSettings.retained(Duration.ofMinutes(10))),
  /** Key: node. Written by the operator: what the node must run. */
  ASSIGNMENTS("assignments", TopicSettings.compacted()),
  /** Key: namespace/service. Written by the operator: who serves what. */
  ROUTES("routes", TopicSettings.compacted()),
  /** Key: router. Written by routers: what they applied, measured and have open. */
  ROUTERS("routers", TopicSettings.compacted()),
  /** Key: session. Calls to a site that lets only Kafka through, and replies to its own. */
  ROUNDS_IN("rounds-in", TopicSettings.rounds()),
  /** Key: session. Calls from such a site, and replies to those of others. */
  ROUNDS_OUT("rounds-out", TopicSettings.rounds());

  private final String suffix;
  private final Map<String, String> settings;

  SiteTopic(String suffix, Map<String, String> settings) {
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
