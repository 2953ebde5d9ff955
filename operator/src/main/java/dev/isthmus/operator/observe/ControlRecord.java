package dev.isthmus.operator.observe;

import dev.isthmus.protocol.topics.SiteTopic;

/** A record of a site's control topic, as Kafka gave it. */
public record ControlRecord(String site, SiteTopic topic, String key, byte[] value) {}
