package dev.isthmus.local.simulate;

import com.google.protobuf.MessageLite;
import dev.isthmus.protocol.records.LogReset;
import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Heartbeat;
import dev.isthmus.protocol.v1.RouteRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Agents and routers without engines that speak real records through a real broker, so that a
 * control plane can be tried with more of them than a machine could run.
 */
public final class SimulatedFleet implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SimulatedFleet.class.getName());
  private static final Pattern OURS =
      Pattern.compile("isthmus\\.[a-z0-9-]+\\.(assignments|routes)");
  private static final long TURN_MILLIS = 50;

  private final Topics topics = Topics.standard();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final long beatNanos;
  private final LongSupplier nanoTime;
  private final Map<String, List<SimulatedAgent>> agents = new ConcurrentHashMap<>();
  private final List<SimulatedRouter> routers = new CopyOnWriteArrayList<>();
  private final Map<SiteTopic, AtomicLong> written = new EnumMap<>(SiteTopic.class);
  private final Map<String, LogReset> logs = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private volatile Consumer<AssignmentRecord> listener = record -> {};
  private long lastBeat;
  private long boots;

  /**
   * @param beat how often everyone is heard
   * @param startedMillis since 1970, before which no agent started
   * @param nanoTime a monotonic clock
   */
  public SimulatedFleet(
      String bootstrap, Duration beat, long startedMillis, LongSupplier nanoTime) {
    this.beatNanos = beat.toNanos();
    this.boots = startedMillis;
    this.nanoTime = nanoTime;
    this.lastBeat = nanoTime.getAsLong() - beatNanos;
    written.put(SiteTopic.ASSIGNMENTS, new AtomicLong());
    written.put(SiteTopic.ROUTES, new AtomicLong());
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrap,
                "max.block.ms", 5000,
                "delivery.timeout.ms", 6000,
                "request.timeout.ms", 4000,
                "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                "simulated-fleet-" + nanoTime.getAsLong(),
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
    consumer.subscribe(OURS);
    thread.scheduleWithFixedDelay(this::turn, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** An agent that starts now. */
  public SimulatedAgent agent(String node, String site, long memoryBytes) {
    boots++;
    return add(new SimulatedAgent(node, site, node + "-boot-" + boots, boots, memoryBytes));
  }

  /**
   * An agent that starts now, though by its clock it is another time.
   *
   * @param clock also the time of all its records
   */
  public SimulatedAgent agent(String node, String site, long memoryBytes, Instant clock) {
    String boot = node + "-boot-" + ++boots;
    return add(
        new SimulatedAgent(node, site, boot, clock.toEpochMilli(), memoryBytes).wrong(clock));
  }

  private SimulatedAgent add(SimulatedAgent agent) {
    agents.computeIfAbsent(agent.node(), name -> new CopyOnWriteArrayList<>()).add(agent);
    return agent;
  }

  /** A router that starts now. */
  public SimulatedRouter router(String router, String site) {
    SimulatedRouter added = new SimulatedRouter(router, site, ++boots);
    routers.add(added);
    return added;
  }

  /**
   * @param to hears of every assignment, on a thread of the fleet's own
   */
  public void onAssignment(Consumer<AssignmentRecord> to) {
    listener = to;
  }

  /**
   * How many records of a kind the operator has written so far.
   *
   * @param topic ASSIGNMENTS or ROUTES
   */
  public long written(SiteTopic topic) {
    return written.get(topic).get();
  }

  /** How many records agents and routers have sent so far, heartbeats not counted. */
  public long sent() {
    return sent.get();
  }

  /**
   * Sends many rounds of everyone's heartbeats at once, whenever they are due.
   *
   * @return how many heartbeats that were
   */
  public long beatNow(int rounds) {
    long beats = 0;
    for (int round = 0; round < rounds; round++) {
      beats += beatAll();
    }
    producer.flush();
    return beats;
  }

  /** Bytes that are no record. */
  public void sendRubbish(String site, SiteTopic topic, String key) {
    producer.send(new ProducerRecord<>(topics.of(site, topic), key, new byte[] {8, 9, 1, 2}));
    producer.send(new ProducerRecord<>(topics.of(site, topic), key, new byte[] {-1, -1}));
    producer.send(new ProducerRecord<>(topics.of(site, topic), key, null));
  }

  private void turn() {
    try {
      consumer.poll(Duration.ofMillis(TURN_MILLIS)).forEach(this::deliver);
      agents.values().forEach(namesakes -> namesakes.forEach(this::report));
      routers.forEach(this::report);
      if (nanoTime.getAsLong() - lastBeat >= beatNanos) {
        lastBeat = nanoTime.getAsLong();
        beatAll();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "the broker is away", e);
    }
  }

  private void deliver(ConsumerRecord<String, byte[]> record) {
    Topics.Name name = topics.parse(record.topic()).orElseThrow();
    written.get(name.topic()).incrementAndGet();
    if (name.topic() == SiteTopic.ASSIGNMENTS) {
      AssignmentRecord assignment = valid(RecordCodec.ASSIGNMENT.parse(record.value()));
      agents.getOrDefault(record.key(), List.of()).forEach(agent -> agent.assigned(assignment));
      listener.accept(assignment);
    } else {
      RouteRecord route = valid(RecordCodec.ROUTE.parse(record.value()));
      routers.stream()
          .filter(router -> router.site().equals(name.site()))
          .forEach(router -> router.routed(route));
    }
  }

  private static <T> T valid(Parsed<T> parsed) {
    return ((Parsed.Valid<T>) parsed).value();
  }

  private void report(SimulatedAgent agent) {
    MessageLite record = agent.isSilent() ? null : agent.report();
    report(agent.site(), SiteTopic.NODES, agent.node(), agent.time(), record, agent::again);
  }

  private void report(SimulatedRouter router) {
    report(router.site(), SiteTopic.ROUTERS, router.router(), null, router.report(), router::again);
  }

  /**
   * @param time of the record by its writer's clock, null for the true one
   */
  private void report(
      String site, SiteTopic topic, String key, Long time, MessageLite record, Runnable failed) {
    if (record != null) {
      sent.incrementAndGet();
      producer.send(
          new ProducerRecord<>(topics.of(site, topic), null, time, key, record.toByteArray()),
          (metadata, failure) -> {
            if (failure != null) {
              failed.run();
            }
          });
    }
  }

  private long beatAll() {
    long beats = 0;
    for (List<SimulatedAgent> namesakes : agents.values()) {
      for (SimulatedAgent agent : namesakes) {
        if (!agent.isSilent()) {
          beat(agent.site(), agent.node(), agent.boot(), agent.time(), agent::again);
          beats++;
        }
      }
    }
    for (SimulatedRouter router : routers) {
      beat(router.site(), router.router(), router.boot(), null, router::again);
      beats++;
    }
    return beats;
  }

  /**
   * @param lost what follows where the broker lost all that was written to it
   */
  private void beat(String site, String name, String boot, Long time, Runnable lost) {
    Heartbeat beat =
        Heartbeat.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setName(name)
            .setBootId(boot)
            .build();
    LogReset log = logs.computeIfAbsent(boot, unknown -> new LogReset());
    producer.send(
        new ProducerRecord<>(
            topics.of(site, SiteTopic.HEARTBEATS), null, time, name, beat.toByteArray()),
        (metadata, failure) -> {
          if (failure == null && log.noticed(metadata.offset())) {
            lost.run();
          }
        });
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
