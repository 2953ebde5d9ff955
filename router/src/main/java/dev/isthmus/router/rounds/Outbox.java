package dev.isthmus.router.rounds;

import dev.isthmus.protocol.v1.RoundRecord;

/** Takes records to Kafka, in the order in which they come. Does not block. */
@FunctionalInterface
interface Outbox {

  /**
   * @param lost told, on any thread, where the broker did not take it in time
   */
  void send(String topic, String key, RoundRecord record, Runnable lost);
}
