package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.NodeRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An operator's view of a site's topics on a real broker. */
final class ControlTopics implements AutoCloseable {

  private static final String SITE = "edge";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Topics topics = Topics.standard();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> nodes;
  private final Deque<NodeRecord> unread = new ArrayDeque<>();

  ControlTopics(String broker) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      List<NewTopic> wanted = new ArrayList<>();
      for (SiteTopic topic : SiteTopic.values()) {
        wanted.add(new NewTopic(topics.of(SITE, topic), 1, (short) 1).configs(topic.settings()));
      }
      admin.createTopics(wanted).all().get();
    }
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker), new StringSerializer(), new ByteArraySerializer());
    nodes =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    nodes.assign(List.of(new TopicPartition(topics.nodes(SITE), 0)));
  }

  void send(String node, byte[] value) throws ExecutionException, InterruptedException {
    producer.send(new ProducerRecord<>(topics.assignments(SITE), node, value)).get();
  }

  void assign(AssignmentRecord record) throws ExecutionException, InterruptedException {
    send(record.getNode(), record.toByteArray());
  }

  NodeRecord await(Predicate<NodeRecord> wanted) throws InvalidProtocolBufferException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    NodeRecord last = null;
    while (true) {
      assertThat(System.nanoTime()).as("a node record, after %s", last).isLessThan(end);
      while (!unread.isEmpty()) {
        last = unread.poll();
        if (wanted.test(last)) {
          return last;
        }
      }
      for (var record : nodes.poll(Duration.ofMillis(200))) {
        unread.add(NodeRecord.parseFrom(record.value()));
      }
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    nodes.close();
  }
}
