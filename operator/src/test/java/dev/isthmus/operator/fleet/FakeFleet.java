package dev.isthmus.operator.fleet;

import com.google.protobuf.MessageLite;
import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.v1.Heartbeat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Agents and routers that speak real records through a real broker. */
public final class FakeFleet implements AutoCloseable {

  private static final Pattern MINE = Pattern.compile("isthmus\\.[a-z-]+\\.(assignments|routes)");

  private final Topics topics = Topics.standard();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<FakeAgent> agents = new CopyOnWriteArrayList<>();
  private final List<FakeRouter> routers = new CopyOnWriteArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> seen = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private long boots = 1_000;

  public FakeFleet(String bootstrap) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "max.block.ms",
                500,
                "delivery.timeout.ms",
                3000,
                "request.timeout.ms",
                2000,
                "linger.ms",
                0),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                "fake-fleet-" + System.nanoTime(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "metadata.max.age.ms",
                500,
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(MINE);
    thread.scheduleWithFixedDelay(this::turn, 0, 50, TimeUnit.MILLISECONDS);
  }

  public FakeAgent agent(String node, String site, long memoryBytes) {
    boots++;
    FakeAgent agent = new FakeAgent(node, site, node + "-boot-" + boots, boots, memoryBytes);
    agents.add(agent);
    return agent;
  }

  public FakeRouter router(String router, String site) {
    FakeRouter added = new FakeRouter(router, site, ++boots);
    routers.add(added);
    return added;
  }

  /** How many records of a kind the operator has written so far. */
  public long written(SiteTopic topic) {
    return seen.stream()
        .filter(record -> topics.parse(record.topic()).orElseThrow().topic() == topic)
        .count();
  }

  /** Bytes that are no record. */
  public void sendRubbish(String site, SiteTopic topic, String key) {
    producer.send(new ProducerRecord<>(topics.of(site, topic), key, new byte[] {8, 9, 1, 2}));
    producer.send(new ProducerRecord<>(topics.of(site, topic), key, new byte[] {-1, -1}));
    producer.send(new ProducerRecord<>(topics.of(site, topic), key, null));
  }

  private void turn() {
    try {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
        seen.add(record);
        deliver(record);
      }
      agents.stream().filter(agent -> !agent.silent).forEach(this::turn);
      routers.forEach(this::turn);
    } catch (RuntimeException e) {
      System.err.println("fleet: " + e);
    }
  }

  private void deliver(ConsumerRecord<String, byte[]> record) {
    Topics.Name name = topics.parse(record.topic()).orElseThrow();
    if (name.topic() == SiteTopic.ASSIGNMENTS) {
      var assignment =
          ((Parsed.Valid<dev.isthmus.protocol.v1.AssignmentRecord>)
                  RecordCodec.ASSIGNMENT.parse(record.value()))
              .value();
      agents.stream()
          .filter(agent -> agent.node.equals(record.key()))
          .forEach(agent -> agent.assigned(assignment));
    } else {
      var route =
          ((Parsed.Valid<dev.isthmus.protocol.v1.RouteRecord>)
                  RecordCodec.ROUTE.parse(record.value()))
              .value();
      routers.stream()
          .filter(router -> router.site.equals(name.site()))
          .forEach(router -> router.routed(route));
    }
  }

  private void turn(FakeAgent agent) {
    send(agent.site, SiteTopic.NODES, agent.node, agent.report(), agent::again);
    send(agent.site, SiteTopic.HEARTBEATS, agent.node, beat(agent.node, agent.boot()), () -> {});
  }

  private void turn(FakeRouter router) {
    send(router.site, SiteTopic.ROUTERS, router.router, router.report(), router::again);
    send(
        router.site,
        SiteTopic.HEARTBEATS,
        router.router,
        beat(router.router, router.boot()),
        () -> {});
  }

  private static Heartbeat beat(String name, String boot) {
    return Heartbeat.newBuilder()
        .setVersion(RecordCodec.VERSION)
        .setName(name)
        .setBootId(boot)
        .build();
  }

  private void send(String site, SiteTopic topic, String key, MessageLite record, Runnable failed) {
    if (record != null) {
      producer.send(
          new ProducerRecord<>(topics.of(site, topic), key, record.toByteArray()),
          (metadata, failure) -> {
            if (failure != null) {
              failed.run();
            }
          });
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the fleet does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
    producer.close(Duration.ZERO);
  }
}
