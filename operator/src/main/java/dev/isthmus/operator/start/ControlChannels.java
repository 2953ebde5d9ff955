package dev.isthmus.operator.start;

import dev.isthmus.operator.observe.ControlRecord;
import dev.isthmus.operator.trace.ChangeTraces;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.trace.TraceHeader;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What nodes and routers of all sites write, as it comes. Nothing bad stops a channel: it is parked
 * by who listens.
 */
@ApplicationScoped
class ControlChannels {

  private static final String HEARTBEATS = "heartbeats";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Topics topics;
  private final KafkaClientService clients;
  private final ChangeTraces traces;
  private volatile Consumer<ControlRecord> listener = record -> {};

  ControlChannels(OperatorSettings settings, KafkaClientService clients, ChangeTraces traces) {
    this.topics = new Topics(settings.topicPrefix());
    this.clients = clients;
    this.traces = traces;
  }

  void listen(Consumer<ControlRecord> to) {
    listener = to;
  }

  @Incoming("nodes")
  void node(ConsumerRecord<String, byte[]> record) {
    Header trace = record.headers().lastHeader(TraceHeader.NAME);
    if (trace != null) {
      topics
          .parse(record.topic())
          .ifPresent(name -> traces.heard(name.site(), record.key(), trace.value()));
    }
    deliver(record);
  }

  @Incoming("routers")
  void router(ConsumerRecord<String, byte[]> record) {
    deliver(record);
  }

  @Incoming(HEARTBEATS)
  void heartbeat(ConsumerRecord<String, byte[]> record) {
    deliver(record);
  }

  private void deliver(ConsumerRecord<String, byte[]> record) {
    topics
        .parse(record.topic())
        .ifPresent(
            name ->
                listener.accept(
                    new ControlRecord(name.site(), name.topic(), record.key(), record.value())));
  }

  /** How far the heartbeat channel has read; empty while it cannot say. */
  Map<TopicPartition, Long> heartbeatPositions() {
    Optional<KafkaConsumer<Object, Object>> consumer =
        clients.getConsumers(HEARTBEATS).stream().findFirst();
    try {
      return consumer.map(found -> found.getPositions().await().atMost(PATIENCE)).orElse(Map.of());
    } catch (TimeoutException e) {
      return Map.of();
    }
  }
}
