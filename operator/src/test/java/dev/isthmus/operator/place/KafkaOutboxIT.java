package dev.isthmus.operator.place;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.isthmus.operator.observe.ControlState;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.v1.RouteRecord;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may write, at a real broker, where transactions fail. */
class KafkaOutboxIT {

  private static final Topics TOPICS = new Topics("isthmus.");
  private static final int LARGEST = 4_096;

  private final List<String> told = new ArrayList<>();
  private int producersMade;
  private EmbeddedKafkaBroker broker;

  @BeforeEach
  void start() {
    broker = new EmbeddedKafkaBroker().withNodeId(0).withDeleteLogDirsOnClose(true);
    broker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void anOutboxWhoseCommitRanOutOfTimeDoesNotTakeOverFromTheNextOne() {
    try (KafkaOutbox first = outbox("first", this::lateOnce);
        KafkaOutbox second = outbox("second", this::producer)) {
      assertThat(write(first, "a")).as("ran out of time").isFalse();
      assertThat(write(second, "b")).isTrue();

      assertThat(write(first, "c")).isFalse();
      assertThat(write(second, "d")).isTrue();

      assertThat(told)
          .containsExactly(
              "first failed", "second committed", "first fenced", "first ends", "second committed");
      assertThat(routes()).containsExactly("b", "d");
    }
  }

  @Test
  void anOutboxThatWasFencedNeverWritesAgain() {
    try (KafkaOutbox first = outbox("first", this::producer);
        KafkaOutbox second = outbox("second", this::producer)) {
      assertThat(write(first, "a")).isTrue();
      assertThat(write(second, "b")).isTrue();
      assertThat(write(first, "c")).isFalse();
      assertThat(write(first, "c")).as("a pass while its process ends").isFalse();
      assertThat(write(second, "d")).isTrue();

      assertThat(routes()).containsExactly("a", "b", "d");
      assertThat(producersMade).isEqualTo(2);
    }
  }

  @Test
  void aCommitThatRanOutOfTimeIsAskedForAgain() {
    try (KafkaOutbox outbox = outbox("only", this::lateOnce)) {
      assertThat(write(outbox, "a")).as("ran out of time").isFalse();
      assertThat(write(outbox, "a")).isTrue();

      assertThat(routes()).containsExactly("a", "a");
      assertThat(producersMade).isEqualTo(1);
    }
  }

  @Test
  void whatTheBrokerRefusesIsAbortedAndTheSameProducerWritesOn() {
    try (KafkaOutbox outbox = outbox("only", this::producer)) {
      assertThat(write(outbox, "a")).isTrue();
      assertThat(write(outbox, "x".repeat(LARGEST + 1))).isFalse();
      assertThat(write(outbox, "b")).isTrue();

      assertThat(routes()).containsExactly("a", "b");
      assertThat(producersMade).isEqualTo(1);
    }
  }

  private KafkaOutbox outbox(String name, Supplier<Producer<String, byte[]>> producers) {
    return new KafkaOutbox(
        TOPICS,
        new ControlState(Duration.ofSeconds(1), parked -> {}),
        producers,
        (site, assignment) -> Optional.empty(),
        outcome -> told.add(name + " " + outcome),
        () -> told.add(name + " ends"));
  }

  private static boolean write(KafkaOutbox outbox, String model) {
    RouteRecord route = RouteRecord.newBuilder().setService("default/chat").setModel(model).build();
    return outbox.route(new TreeMap<>(Map.of(new SiteKey("cloud", "default/chat"), route)));
  }

  private Producer<String, byte[]> producer() {
    producersMade++;
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrap(),
            "transactional.id",
            "isthmus.operator",
            "max.request.size",
            LARGEST,
            "linger.ms",
            0),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** A producer whose first commit is not even sent before its time is over. */
  @SuppressWarnings("unchecked")
  private Producer<String, byte[]> lateOnce() {
    Producer<String, byte[]> real = producer();
    boolean[] late = new boolean[1];
    return (Producer<String, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Producer.class},
            (self, method, arguments) -> {
              if (method.getName().equals("commitTransaction") && !late[0]) {
                late[0] = true;
                throw new TimeoutException("no answer in time");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** The models of the routes that a reader of what is committed sees, in order. */
  private List<String> routes() {
    TopicPartition partition = new TopicPartition(TOPICS.of("cloud", SiteTopic.ROUTES), 0);
    List<String> models = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap(), "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          models.add(RouteRecord.parseFrom(record.value()).getModel());
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return models;
  }

  private String bootstrap() {
    return broker.getAdvertisedListeners().split(",")[0].replaceFirst("^[A-Z_]+://", "");
  }
}
