package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.AssignmentReader;
import dev.isthmus.agent.report.RecordSink;
import dev.isthmus.protocol.trace.TraceHeader;
import dev.isthmus.protocol.v1.AssignmentRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * The agent's Kafka channels. Nothing here waits for the broker, and nothing bad stops a channel.
 */
@ApplicationScoped
public class KafkaChannels {

  private static final int BUFFERED = 64;
  private static final String PARKED = "isthmus_parked_records";
  private static final String UNSENT = "isthmus_unsent_records";

  private final String node;
  private final AssignmentReader reader;
  private final Emitter<Record<String, byte[]>> nodes;
  private final Emitter<Record<String, byte[]>> heartbeats;
  private final MeterRegistry registry;
  private BiConsumer<AssignmentRecord, byte[]> consumer;
  private AssignmentRecord latest;
  private byte[] latestTrace;

  KafkaChannels(
      @ConfigProperty(name = "isthmus.node") String node,
      @Channel("nodes") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED)
          Emitter<Record<String, byte[]>> nodes,
      @Channel("heartbeats") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED)
          Emitter<Record<String, byte[]>> heartbeats,
      MeterRegistry registry) {
    this.node = node;
    this.nodes = nodes;
    this.heartbeats = heartbeats;
    this.registry = registry;
    this.reader =
        new AssignmentReader(node, why -> registry.counter(PARKED, "why", why).increment());
    // An alert on an increase would not see the first event of a counter that begins with it.
    List.of("unknown-version", "malformed", "misaddressed")
        .forEach(why -> registry.counter(PARKED, "why", why));
    List.of("nodes", "heartbeats").forEach(name -> registry.counter(UNSENT, "channel", name));
  }

  /**
   * Whom to tell of this node's assignments, with the header of their trace or null; what came
   * before is told at once.
   */
  synchronized void onAssignment(BiConsumer<AssignmentRecord, byte[]> listener) {
    consumer = listener;
    if (latest != null) {
      listener.accept(latest, latestTrace);
    }
  }

  @Incoming("assignments")
  void consume(ConsumerRecord<String, byte[]> record) {
    Header trace = record.headers().lastHeader(TraceHeader.NAME);
    reader
        .read(record.key(), record.value())
        .ifPresent(assignment -> deliver(assignment, trace == null ? null : trace.value()));
  }

  private synchronized void deliver(AssignmentRecord record, byte[] trace) {
    latest = record;
    latestTrace = trace;
    if (consumer != null) {
      consumer.accept(record, trace);
    }
  }

  /**
   * @param trace the header of each record, where it has one
   */
  RecordSink nodeSink(Supplier<Optional<byte[]>> trace) {
    return value -> send(nodes, "nodes", value, trace.get());
  }

  RecordSink heartbeatSink() {
    return value -> send(heartbeats, "heartbeats", value, Optional.empty());
  }

  private CompletionStage<Long> send(
      Emitter<Record<String, byte[]>> channel, String name, byte[] value, Optional<byte[]> trace) {
    CompletableFuture<Long> sent = new CompletableFuture<>();
    OutgoingMessageMetadata<RecordMetadata> written = new OutgoingMessageMetadata<>();
    RecordHeaders headers = new RecordHeaders();
    trace.ifPresent(header -> headers.add(TraceHeader.NAME, header));
    try {
      channel.send(
          Message.of(Record.of(node, value))
              .addMetadata(OutgoingKafkaRecordMetadata.builder().withHeaders(headers).build())
              .addMetadata(written)
              .withAck(
                  () -> {
                    sent.complete(written.getResult().offset());
                    return CompletableFuture.completedFuture(null);
                  })
              .withNack(
                  failure -> {
                    sent.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                  }));
    } catch (RuntimeException e) {
      sent.completeExceptionally(e);
    }
    return sent.whenComplete(
        (ok, failure) -> {
          if (failure != null) {
            registry.counter(UNSENT, "channel", name).increment();
          }
        });
  }
}
