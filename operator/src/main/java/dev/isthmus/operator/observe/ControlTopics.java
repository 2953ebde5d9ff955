package dev.isthmus.operator.observe;

import dev.isthmus.protocol.topics.SharedTopic;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The control topics at the broker: made where they are missing, and read to their ends. Every call
 * may take seconds and throws {@link BrokerAwayException} where the broker does not answer.
 */
public final class ControlTopics {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final short REPLICATION_FROM_BROKER = -1;
  private static final List<SiteTopic> COMPACTED =
      List.of(SiteTopic.NODES, SiteTopic.ROUTERS, SiteTopic.ASSIGNMENTS, SiteTopic.ROUTES);

  private final Topics topics;
  private final int partitions;
  private final Duration patience;
  private final Admin admin;
  private final Supplier<Consumer<String, byte[]>> consumers;

  /** The broker does not answer. */
  public static final class BrokerAwayException extends Exception {
    private static final long serialVersionUID = 1;

    BrokerAwayException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param partitions of topics that are made
   * @param patience with one request
   * @param consumers makes a consumer without a group that reads what is committed
   */
  public ControlTopics(
      Topics topics,
      int partitions,
      Duration patience,
      Admin admin,
      Supplier<Consumer<String, byte[]>> consumers) {
    this.topics = topics;
    this.partitions = partitions;
    this.patience = patience;
    this.admin = admin;
    this.consumers = consumers;
  }

  /**
   * Sites that have topics at the broker, wanted or not: what was assigned there may have to be
   * withdrawn.
   */
  public Set<String> knownSites() throws BrokerAwayException {
    Set<String> sites = new HashSet<>();
    for (String name : get(admin.listTopics().names(), "list topics")) {
      topics.parse(name).ifPresent(parsed -> sites.add(parsed.site()));
    }
    return sites;
  }

  /** Makes the topics of these sites, and the shared ones, where they are missing. */
  public void ensure(Set<String> sites) throws BrokerAwayException {
    List<NewTopic> wanted = new ArrayList<>();
    for (SharedTopic topic : SharedTopic.values()) {
      wanted.add(topic(topics.of(topic), topic.settings()));
    }
    for (String site : sites) {
      for (SiteTopic topic : SiteTopic.values()) {
        wanted.add(topic(topics.of(site, topic), topic.settings()));
      }
    }
    for (Map.Entry<String, KafkaFuture<Void>> created :
        admin.createTopics(wanted).values().entrySet()) {
      try {
        created.getValue().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new BrokerAwayException(
              "topic " + created.getKey() + " cannot be made: " + e.getCause().getMessage(), e);
        }
      } catch (TimeoutException e) {
        throw new BrokerAwayException("the broker did not answer within " + patience, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BrokerAwayException("interrupted", e);
      }
    }
  }

  private NewTopic topic(String name, Map<String, String> settings) {
    return new NewTopic(name, partitions, REPLICATION_FROM_BROKER).configs(settings);
  }

  /**
   * All records of the compacted topics of these sites, up to the ends that they had when asked.
   */
  public List<ControlRecord> read(Set<String> sites) throws BrokerAwayException {
    List<ControlRecord> records = new ArrayList<>();
    Map<TopicPartition, Long> ends = ends(sites, COMPACTED);
    try (Consumer<String, byte[]> consumer = consumers.get()) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      int emptyPolls = 0;
      while (!isBehindNowhere(consumer, ends)) {
        int before = records.size();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          topics
              .parse(record.topic())
              .ifPresent(
                  name ->
                      records.add(
                          new ControlRecord(
                              name.site(), name.topic(), record.key(), record.value())));
        }
        emptyPolls = records.size() == before ? emptyPolls + 1 : 0;
        if (emptyPolls > patience.dividedBy(POLL)) {
          throw new BrokerAwayException("the control topics could not be read to their ends", null);
        }
      }
    } catch (KafkaException e) {
      throw new BrokerAwayException("the control topics could not be read: " + e.getMessage(), e);
    }
    return records;
  }

  private boolean isBehindNowhere(
      Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), patience) >= end.getValue());
  }

  /** What the broker calls the sites' assignment topics: other ids are other topics, made anew. */
  public Map<String, Uuid> ids(Set<String> sites) throws BrokerAwayException {
    List<String> names = sites.stream().map(topics::assignments).toList();
    Map<String, Uuid> ids = new HashMap<>();
    get(admin.describeTopics(names).allTopicNames(), "describe topics")
        .forEach((name, description) -> ids.put(name, description.topicId()));
    return ids;
  }

  /** Where the sites' heartbeats end now. */
  public Map<TopicPartition, Long> heartbeatEnds(Set<String> sites) throws BrokerAwayException {
    return ends(sites, List.of(SiteTopic.HEARTBEATS));
  }

  private Map<TopicPartition, Long> ends(Set<String> sites, Collection<SiteTopic> kinds)
      throws BrokerAwayException {
    List<String> names = new ArrayList<>();
    sites.forEach(site -> kinds.forEach(kind -> names.add(topics.of(site, kind))));
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    get(admin.describeTopics(names).allTopicNames(), "describe topics")
        .forEach(
            (name, description) ->
                description
                    .partitions()
                    .forEach(
                        part ->
                            asked.put(
                                new TopicPartition(name, part.partition()), OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        get(
                admin
                    .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all(),
                "list offsets")
            .entrySet()) {
      ends.put(end.getKey(), end.getValue().offset());
    }
    return ends;
  }

  private <T> T get(KafkaFuture<T> future, String what) throws BrokerAwayException {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new BrokerAwayException("cannot " + what + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new BrokerAwayException("cannot " + what + ": no answer within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerAwayException("interrupted", e);
    }
  }
}
