package dev.isthmus.router.report;

import java.util.concurrent.CompletionStage;

/** A Kafka topic to write to. Never blocks and never throws: what cannot be sent is counted. */
@FunctionalInterface
public interface RecordSink {

  /** Completes with the record's offset once the broker has it; fails where it was dropped. */
  CompletionStage<Long> send(String key, byte[] value);
}
