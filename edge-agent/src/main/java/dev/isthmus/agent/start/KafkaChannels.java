package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.AssignmentReader;
import dev.isthmus.agent.report.RecordSink;
import dev.isthmus.protocol.v1.AssignmentRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
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
  private Consumer<AssignmentRecord> consumer;
  private AssignmentRecord latest;

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

  /** Whom to tell of this node's assignments; what came before is told at once. */
  synchronized void onAssignment(Consumer<AssignmentRecord> listener) {
    consumer = listener;
    if (latest != null) {
      listener.accept(latest);
    }
  }

  @Incoming("assignments")
  void consume(Record<String, byte[]> record) {
    reader.read(record.key(), record.value()).ifPresent(this::deliver);
  }

  private synchronized void deliver(AssignmentRecord record) {
    latest = record;
    if (consumer != null) {
      consumer.accept(record);
    }
  }

  RecordSink nodeSink() {
    return value -> send(nodes, "nodes", value);
  }

  RecordSink heartbeatSink() {
    return value -> send(heartbeats, "heartbeats", value);
  }

  private CompletionStage<Void> send(
      Emitter<Record<String, byte[]>> channel, String name, byte[] value) {
    CompletionStage<Void> sent;
    try {
      sent = channel.send(Record.of(node, value));
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedFuture(e);
    }
    return sent.whenComplete(
        (ok, failure) -> {
          if (failure != null) {
            registry.counter(UNSENT, "channel", name).increment();
          }
        });
  }
}
