package dev.isthmus.cli.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands on control topics, from their beginnings. */
final class ControlLog implements AutoCloseable {

  private final KafkaConsumer<String, byte[]> consumer;

  ControlLog(String bootstrap) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                "control-log",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "metadata.max.age.ms",
                500),
            new StringDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * Waits until each topic has a record of a key.
   *
   * @param keys by topic
   */
  void awaitKeys(Duration limit, Map<String, String> keys) {
    Map<String, String> missing = new HashMap<>(keys);
    consumer.subscribe(keys.keySet());
    Await.until(
        "records of " + keys,
        limit,
        () -> {
          consumer
              .poll(Duration.ofMillis(100))
              .forEach(record -> missing.remove(record.topic(), record.key()));
          return missing.isEmpty();
        });
  }

  @Override
  public void close() {
    consumer.close();
  }
}
