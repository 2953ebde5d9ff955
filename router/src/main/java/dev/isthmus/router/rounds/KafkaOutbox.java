package dev.isthmus.router.rounds;

import dev.isthmus.protocol.v1.RoundRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer with a thread of its own: a producer may block where it does not know a topic yet. */
final class KafkaOutbox implements Outbox, AutoCloseable {

  private static final int MAX_BLOCK_MILLIS = 2000;

  /** What was not taken for so long is of no use: whoever waits for it has begun anew. */
  private static final int DELIVERY_MILLIS = 10_000;

  private final Map<String, Object> settings;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "rounds-out");
            thread.setDaemon(true);
            return thread;
          });

  /** Only of the thread. Made at the first record: a name that is not known yet is no obstacle. */
  private Producer<String, byte[]> producer;

  /**
   * @param kafka how the broker is reached
   */
  KafkaOutbox(Map<String, Object> kafka) {
    settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
  }

  @Override
  public void send(String topic, String key, RoundRecord record, Runnable lost) {
    try {
      thread.execute(() -> write(topic, key, record.toByteArray(), lost));
    } catch (RejectedExecutionException closed) {
      lost.run();
    }
  }

  private void write(String topic, String key, byte[] value, Runnable lost) {
    try {
      if (producer == null) {
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
      }
      producer.send(
          new ProducerRecord<>(topic, key, value),
          (metadata, failure) -> {
            if (failure != null) {
              lost.run();
            }
          });
    } catch (KafkaException e) {
      lost.run();
    }
  }

  @Override
  public void close() {
    thread.execute(
        () -> {
          if (producer != null) {
            producer.close(Duration.ZERO);
          }
        });
    thread.shutdown();
  }
}
