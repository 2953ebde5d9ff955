package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.protocol.topics.SharedTopic;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a broker's authorizer makes of the access rules that are shipped. */
class KafkaAccessIT {

  private static final Topics TOPICS = Topics.standard();
  private static final String SESSIONS = TOPICS.of(SharedTopic.SESSIONS);
  private static final String OPERATOR = "isthmus-operator";
  private static final String EDGE = "isthmus-site-edge";
  private static final String CLOUD = "isthmus-site-cloud";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir static Path folder;
  private static SecuredBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new SecuredBroker(folder);
    broker.admit(KafkaUsers.shipped());
    try (Admin admin = Admin.create(broker.administrator())) {
      List<NewTopic> topics = new ArrayList<>();
      topics.add(new NewTopic(SESSIONS, 1, (short) 1));
      for (String site : List.of("cloud", "edge")) {
        for (SiteTopic topic : SiteTopic.values()) {
          topics.add(new NewTopic(TOPICS.of(site, topic), 1, (short) 1));
        }
      }
      done(admin.createTopics(topics).all());
      for (SiteTopic topic : SiteTopic.values()) {
        write(broker.administrator(), TOPICS.of("edge", topic));
        write(broker.administrator(), TOPICS.of("cloud", topic));
      }
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @EnumSource(SiteTopic.class)
  void aSiteReadsItsOwnTopics(SiteTopic topic) {
    assertThat(read(EDGE, group(topic), TOPICS.of("edge", topic))).isEqualTo("v");
  }

  @ParameterizedTest
  @EnumSource(SiteTopic.class)
  void aSiteCannotReadAnothersTopics(SiteTopic topic) {
    String anothers = TOPICS.of("cloud", topic);

    assertThatThrownBy(() -> read(EDGE, group(topic), anothers))
        .isInstanceOfSatisfying(
            TopicAuthorizationException.class,
            refusal -> assertThat(refusal.unauthorizedTopics()).isEqualTo(Set.of(anothers)));
  }

  @ParameterizedTest
  @EnumSource(SiteTopic.class)
  void aSiteCannotWriteAnothersTopics(SiteTopic topic) {
    assertThatThrownBy(() -> write(as(EDGE), TOPICS.of("cloud", topic)))
        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = SiteTopic.class,
      names = {"NODES", "HEARTBEATS", "ROUTERS", "ROUNDS_OUT"})
  void aSiteWritesWhatItsNodesAndRoutersSay(SiteTopic topic) {
    assertThatCode(() -> write(as(EDGE), TOPICS.of("edge", topic))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(
      value = SiteTopic.class,
      names = {"ASSIGNMENTS", "ROUTES"})
  void aSiteCannotTellItselfWhatToRun(SiteTopic topic) {
    assertThatThrownBy(() -> write(as(EDGE), TOPICS.of("edge", topic)))
        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void aSiteAddsToTheDecisionLogButCannotReadIt() {
    assertThatCode(() -> write(as(EDGE), SESSIONS)).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(EDGE, "isthmus.edge.router", SESSIONS))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void aSiteSeesNoTopicOfAnother() throws Exception {
    try (Admin admin = Admin.create(as(EDGE))) {
      assertThat(done(admin.listTopics().names()))
          .hasSize(SiteTopic.values().length + 1)
          .allMatch(name -> name.startsWith("isthmus.edge.") || name.equals(SESSIONS));
    }
  }

  @Test
  void aSiteThatAnswersOneWithKafkaOnlyTakesItsCallsAndRepliesToThem() {
    assertThat(read(CLOUD, "isthmus.cloud.rounds", "isthmus.edge.rounds-out")).isEqualTo("v");
    assertThatCode(() -> write(as(CLOUD), "isthmus.edge.rounds-in")).doesNotThrowAnyException();
  }

  @Test
  void aSiteCannotJoinTheOperatorsGroups() {
    assertThatThrownBy(() -> read(EDGE, "isthmus-operator-nodes-1", "isthmus.edge.nodes"))
        .isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void aSiteCannotJoinAnothersGroups() {
    assertThatThrownBy(() -> read(EDGE, "isthmus.cloud.agent.cloud-cpu-0", "isthmus.edge.nodes"))
        .isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void aSiteCannotFenceTheOperator() {
    assertThatThrownBy(() -> transact(EDGE, "isthmus.edge.nodes"))
        .isInstanceOf(TransactionalIdAuthorizationException.class);
  }

  @Test
  void theOperatorWritesBothSitesInOneTransaction() {
    assertThatCode(
            () -> transact(OPERATOR, "isthmus.cloud.assignments", "isthmus.edge.assignments"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(
      value = SiteTopic.class,
      names = {"NODES", "HEARTBEATS", "ROUTERS"})
  void theOperatorReadsWhatSitesSay(SiteTopic topic) {
    assertThat(read(OPERATOR, "isthmus-operator-" + topic.suffix(), TOPICS.of("edge", topic)))
        .isEqualTo("v");
  }

  @Test
  void theOperatorMakesTopicsOfItsPrefixAndNoOthers() throws Exception {
    try (Admin admin = Admin.create(as(OPERATOR))) {
      done(admin.createTopics(List.of(new NewTopic("isthmus.lab.nodes", 1, (short) 1))).all());

      assertThatThrownBy(
              () -> done(admin.createTopics(List.of(new NewTopic("other", 1, (short) 1))).all()))
          .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void theOperatorCannotGrantAnything() {
    try (Admin admin = Admin.create(as(OPERATOR))) {
      assertThatThrownBy(() -> done(admin.describeAcls(AclBindingFilter.ANY).values()))
          .hasRootCauseInstanceOf(ClusterAuthorizationException.class);
      assertThatThrownBy(() -> done(admin.createAcls(KafkaUsers.shipped().get(EDGE)).all()))
          .hasRootCauseInstanceOf(ClusterAuthorizationException.class);
    }
  }

  @Test
  void whoHasNoPasswordIsNotLetIn() {
    try (Admin admin = Admin.create(broker.user(EDGE, "guessed"))) {
      assertThatThrownBy(() -> done(admin.listTopics().names()))
          .hasRootCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  private static String group(SiteTopic topic) {
    return "isthmus.edge.reader." + topic.suffix();
  }

  private static String read(String user, String group, String topic) {
    Map<String, Object> settings = new HashMap<>(as(user));
    settings.put("group.id", group);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long limit = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < limit) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          return record.value();
        }
      }
    }
    throw new AssertionError(user + " read nothing of " + topic);
  }

  private static void write(Map<String, Object> client, String topic) throws Exception {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("max.block.ms", LIMIT.toMillis());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "k", "v")).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void transact(String user, String... topics) throws Exception {
    Map<String, Object> settings = new HashMap<>(as(user));
    settings.put("transactional.id", "isthmus.operator");
    settings.put("max.block.ms", LIMIT.toMillis());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String topic : topics) {
        producer.send(new ProducerRecord<>(topic, "k", "v"));
      }
      producer.commitTransaction();
    }
  }

  private static Map<String, Object> as(String user) {
    return broker.user(user);
  }

  private static <T> T done(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
