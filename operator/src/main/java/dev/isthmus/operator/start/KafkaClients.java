package dev.isthmus.operator.start;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka clients that give up soon: the control loop must never wait long for a broker that is away.
 *
 * @param common settings of every client: the broker's address, and how to authenticate
 */
record KafkaClients(Map<String, Object> common) {

  Admin admin() {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put("client.id", "isthmus-operator-admin");
    settings.put("request.timeout.ms", 4000);
    settings.put("default.api.timeout.ms", 5000);
    settings.put("reconnect.backoff.max.ms", 2000);
    return Admin.create(settings);
  }

  /** Without a group: it commits nothing and shares with nobody. */
  Consumer<String, byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put("client.id", "isthmus-operator-reader");
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("default.api.timeout.ms", 5000);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * @param transactionalId fixed, so that a later operator fences an earlier one
   */
  Producer<String, byte[]> producer(String transactionalId) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put("client.id", "isthmus-operator");
    settings.put("transactional.id", transactionalId);
    settings.put("transaction.timeout.ms", 20_000);
    settings.put("max.block.ms", 5000);
    settings.put("request.timeout.ms", 3000);
    settings.put("delivery.timeout.ms", 5000);
    settings.put("linger.ms", 0);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }
}
