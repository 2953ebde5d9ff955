package dev.isthmus.router.rounds;

import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.v1.RoundRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads rounds on a thread of its own, from now on: what was sent before, or while nobody read, is
 * of calls that were given up.
 */
final class RoundsReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(RoundsReader.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Between two tries to reach the broker. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int METADATA_AGE_MILLIS = 5000;

  /** The least that brokers allow: what a killed reader had is read by nobody for so long. */
  private static final int SESSION_MILLIS = 6000;

  private static final int HEARTBEAT_MILLIS = 1500;
  private static final int LEAVE_MILLIS = 2000;

  private final Map<String, Object> settings;
  private final Topics topics;
  private final Pattern names;
  private final Listener listener;
  private final Runnable parked;
  private final Rounds.Pause pause;
  private final Thread thread;
  private volatile Consumer<String, byte[]> consumer;
  private volatile boolean closed;

  /** Told on the reader's thread; must not block. */
  @FunctionalInterface
  interface Listener {

    /**
     * @param site in the topic's name
     */
    void came(String site, String key, RoundRecord record);
  }

  /**
   * @param kafka how the broker is reached
   * @param group readers of one group share the records
   * @param names of the topics
   * @param parked told of each record that cannot be read
   * @param pause between two tries to reach the broker
   */
  RoundsReader(
      Map<String, Object> kafka,
      String group,
      Topics topics,
      Pattern names,
      Listener listener,
      Runnable parked,
      Rounds.Pause pause) {
    settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
    this.topics = topics;
    this.names = names;
    this.listener = listener;
    this.parked = parked;
    this.pause = pause;
    this.thread = new Thread(this::run, group);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try (Consumer<String, byte[]> now =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
        consumer = now;
        now.subscribe(names);
        while (!closed) {
          now.poll(POLL).forEach(this::read);
        }
      } catch (WakeupException | InterruptException e) {
        // closed
      } catch (KafkaException e) {
        LOG.warnf("rounds cannot be read, tried again: %s", e.getMessage());
        await();
      }
    }
  }

  private void read(ConsumerRecord<String, byte[]> record) {
    Parsed<RoundRecord> parsed = RecordCodec.ROUND.parse(record.value());
    if (parsed instanceof Parsed.Valid<RoundRecord> valid) {
      try {
        topics
            .parse(record.topic())
            .ifPresent(name -> listener.came(name.site(), record.key(), valid.value()));
      } catch (RuntimeException e) {
        // One call's trouble is not another's.
        LOG.errorf(e, "a round of call %s", valid.value().getCall());
      }
    } else {
      parked.run();
      LOG.warnf("a record of %s was set aside: %s", record.topic(), parsed);
    }
  }

  private void await() {
    try {
      pause.pause(PAUSE);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Leaves the group, so that others read on at once. */
  @Override
  public void close() {
    closed = true;
    Consumer<String, byte[]> now = consumer;
    if (now != null) {
      now.wakeup();
    }
    try {
      thread.join(LEAVE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
