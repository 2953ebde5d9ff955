package dev.isthmus.router.start;

import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.RouteRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * The router's Kafka channels. Nothing waits for the broker, nothing bad stops a channel, and what
 * cannot be sent is counted and dropped.
 */
@ApplicationScoped
public class KafkaChannels {

  private static final Logger LOG = Logger.getLogger(KafkaChannels.class);
  private static final int FEW = 16;
  private static final int MANY = 1024;

  private final Emitter<Record<String, byte[]>> routers;
  private final Emitter<Record<String, byte[]>> heartbeats;
  private final Emitter<Record<String, byte[]>> sessions;
  private final MeterRegistry registry;
  private final LatestEpochs routeEpochs = new LatestEpochs();
  private final LatestEpochs nodeEpochs = new LatestEpochs();
  private final List<RouteRecord> earlyRoutes = new ArrayList<>();
  private final List<NodeRecord> earlyNodes = new ArrayList<>();
  private RouterNode node;

  KafkaChannels(
      @Channel("routers") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = FEW)
          Emitter<Record<String, byte[]>> routers,
      @Channel("heartbeats") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = FEW)
          Emitter<Record<String, byte[]>> heartbeats,
      @Channel("sessions") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MANY)
          Emitter<Record<String, byte[]>> sessions,
      MeterRegistry registry) {
    this.routers = routers;
    this.heartbeats = heartbeats;
    this.sessions = sessions;
    this.registry = registry;
    // An alert on an increase would not see the first event of a counter that begins with it.
    List.of("routers", "heartbeats", "sessions").forEach(this::dropped);
    List.of("routes", "nodes").forEach(this::parked);
  }

  private Counter dropped(String channel) {
    return registry.counter("isthmus_router_dropped_records", "channel", channel);
  }

  private Counter parked(String channel) {
    return registry.counter("isthmus_router_parked_records", "channel", channel);
  }

  CompletionStage<Long> toRouters(String key, byte[] value) {
    return send("routers", routers, key, value);
  }

  CompletionStage<Long> toHeartbeats(String key, byte[] value) {
    return send("heartbeats", heartbeats, key, value);
  }

  CompletionStage<Long> toSessions(String key, byte[] value) {
    return send("sessions", sessions, key, value);
  }

  /** Whom to tell; what came before is told at once. */
  synchronized void deliverTo(RouterNode router) {
    node = router;
    earlyRoutes.forEach(router::route);
    earlyNodes.forEach(router::node);
    earlyRoutes.clear();
    earlyNodes.clear();
  }

  @Incoming("routes")
  synchronized void route(Record<String, byte[]> record) {
    read("routes", RecordCodec.ROUTE.parse(record.value()), this::take);
  }

  @Incoming("nodes")
  synchronized void node(Record<String, byte[]> record) {
    read("nodes", RecordCodec.NODE.parse(record.value()), this::take);
  }

  private void take(RouteRecord route) {
    if (!routeEpochs.advance(route.getService(), route.getRecordEpoch())) {
      return;
    }
    if (node == null) {
      earlyRoutes.add(route);
    } else {
      node.route(route);
    }
  }

  private void take(NodeRecord record) {
    // A node's epochs begin anew with its data; the topic's order is what counts here.
    nodeEpochs.advance(record.getNode(), record.getRecordEpoch());
    if (node == null) {
      earlyNodes.add(record);
    } else {
      node.node(record);
    }
  }

  private <T> void read(String channel, Parsed<T> parsed, Consumer<T> take) {
    if (parsed instanceof Parsed.Valid<T> valid) {
      take.accept(valid.value());
    } else {
      parked(channel).increment();
      LOG.warnf("a record of %s was set aside: %s", channel, parsed);
    }
  }

  private CompletionStage<Long> send(
      String channel, Emitter<Record<String, byte[]>> emitter, String key, byte[] value) {
    CompletableFuture<Long> sent = new CompletableFuture<>();
    OutgoingMessageMetadata<RecordMetadata> written = new OutgoingMessageMetadata<>();
    try {
      emitter.send(
          Message.of(Record.of(key, value))
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
    } catch (RuntimeException full) {
      sent.completeExceptionally(full);
    }
    return sent.whenComplete((offset, failure) -> count(channel, failure));
  }

  private void count(String channel, Throwable failure) {
    if (failure != null) {
      dropped(channel).increment();
    }
  }
}
