package dev.isthmus.router.report;

/** A Kafka topic to write to. Never blocks and never throws: what cannot be sent is counted. */
@FunctionalInterface
public interface RecordSink {
  void send(String key, byte[] value);
}
