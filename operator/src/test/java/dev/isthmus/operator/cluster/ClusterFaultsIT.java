package dev.isthmus.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedFleet;
import dev.isthmus.operator.fleet.OperatorRun;
import dev.isthmus.operator.source.kubernetes.Leadership;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RoleAssignment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around the operator while a fleet serves: nothing that runs may change. */
@TestMethodOrder(MethodOrderer.Random.class)
class ClusterFaultsIT {

  private static final long GIB = 1L << 30;
  private static final Path SAMPLES = Path.of("..", "k8s", "samples");

  @TempDir static Path folder;
  private static Cluster cluster;
  private static EmbeddedKafkaBroker broker;
  private static SimulatedFleet fleet;
  private static SimulatedAgent cloud;
  private static SimulatedAgent edge;
  private static SimulatedAgent spare;
  private static OperatorRun operator;
  private static int operators;

  @BeforeAll
  static void serve() throws IOException {
    cluster = new Cluster(folder);
    broker = broker();
    broker.start();
    fleet = OperatorRun.fleet(bootstrap());
    cloud = fleet.agent("cloud-cpu-0", "cloud", GIB);
    edge = fleet.agent("edge-cpu-0", "edge", GIB / 2);
    fleet.router("edge-router-0", "edge");
    fleet.router("cloud-router-0", "cloud");
    operator = another();
    cluster.apply(SAMPLES.resolve("quickstart.yaml"));
    operator.await("Ready", () -> cluster.holds("chat", "Ready"));
    spare = fleet.agent("cloud-cpu-1", "cloud", GIB);
  }

  /** Topics are the operator's to make, with their settings. */
  private static EmbeddedKafkaBroker broker() {
    return new EmbeddedKafkaBroker()
        .withNodeId(0)
        .withAdditionalProperties(it -> it.put("auto.create.topics.enable", "false"))
        .withDeleteLogDirsOnClose(true);
  }

  @AfterAll
  static void stop() {
    operator.close();
    fleet.close();
    broker.close();
    cluster.close();
  }

  @Test
  void ofTwoOperatorsOneLeadsAndTheOtherTakesOverWithoutTouchingAnything() throws IOException {
    Written before = Written.now();
    OperatorRun second = another();
    second.await("it waits for the lease", () -> second.log().contains("resources come from"));
    operator.kill();
    operator = second;
    scale(2);
    operator.await("the second one leads", () -> spare.assignment().getRolesCount() == 1);
    assertThat(cloud.assignment()).isEqualTo(before.cloud());
    scale(1);
    operator.await("back to one", () -> spare.assignment().getRolesCount() == 0);
    assertThat(cloud.assignment()).isEqualTo(before.cloud());
  }

  @Test
  void anOperatorThatIsAskedToEndGivesTheLeaseBack() throws IOException {
    Written before = Written.now();
    operator.await("it leads", () -> holder().isPresent());
    operator.close();
    assertThat(holder()).isEmpty();
    assertThat(operator.log()).doesNotContain(" ERROR ");

    operator = another();
    operator.await("the next one leads", () -> holder().isPresent());
    assertThat(Written.now()).isEqualTo(before);
  }

  private static Optional<String> holder() {
    return Optional.ofNullable(
            cluster.client().leases().inNamespace("default").withName(Leadership.LEASE).get())
        .map(lease -> lease.getSpec().getHolderIdentity());
  }

  @Test
  void anApiServerThatIsKilledAndComesBackMovesNothing() throws IOException {
    Written before = Written.now();
    cluster.server().kill();
    cluster.server().restart();
    startAgainIfItEnded();
    cluster
        .client()
        .resources(CollaborativeInferenceService.class)
        .inNamespace("default")
        .withName("chat")
        .edit(
            service -> {
              service.getMetadata().setLabels(Map.of("touched", "yes"));
              return service;
            });
    fleet.agent("edge-cpu-7", "edge", GIB / 2);
    operator.await(
        "a node that registers now is written",
        () -> cluster.client().resources(InferenceNode.class).withName("edge-cpu-7").get() != null);
    assertThat(Written.now()).isEqualTo(before);
    operator.await("Ready", () -> cluster.holds("chat", "Ready"));
  }

  /** It may lose its lease, and is then started by its pod. */
  private static void startAgainIfItEnded() throws IOException {
    if (!operator.process().isAlive()) {
      assertThat(operator.process().exitValue()).isEqualTo(3);
      operator = another();
    }
  }

  @Test
  void aWatchWhoseRevisionsWereCompactedAwayGoesOn() throws IOException {
    Written before = Written.now();
    cluster.server().kill();
    cluster.server().compact();
    cluster.server().restart();
    startAgainIfItEnded();
    assertThat(Written.now()).isEqualTo(before);
    scale(2);
    operator.await("a change is seen", () -> spare.assignment().getRolesCount() == 1);
    scale(1);
    operator.await("and the next", () -> spare.assignment().getRolesCount() == 0);
    assertThat(cloud.assignment()).isEqualTo(before.cloud());
  }

  @Test
  void aNodeIsBelievedWhateverItsClockSays() {
    SimulatedAgent ahead =
        fleet.agent("edge-cpu-8", "edge", GIB / 4, Instant.parse("2099-01-01T00:00:00Z"));
    operator.await("a node of another century", () -> isReady("edge-cpu-8"));

    ahead.silence();
    fleet.agent("edge-cpu-8", "edge", GIB / 2, Instant.EPOCH);
    operator.await(
        "its next process, whose clock stands at the beginning",
        () -> cluster.node("edge-cpu-8").getStatus().capacity().memoryBytes() == GIB / 2);
    assertThat(isReady("edge-cpu-8")).isTrue();
  }

  @Test
  void ofTwoNodesOfOneIdTheFirstKeepsItAndTheSecondIsNamed() {
    AssignmentRecord before = cloud.assignment();
    SimulatedAgent second = fleet.agent("cloud-cpu-0", "cloud", GIB);
    operator.await(
        "it is seen",
        () -> ready("cloud-cpu-0").map(Condition::reason).orElse("").equals("DuplicateNode"));
    assertThat(ready("cloud-cpu-0").orElseThrow().message())
        .startsWith("2 live processes call themselves cloud-cpu-0");

    second.silence();
    operator.await("one is left", () -> isReady("cloud-cpu-0"));
    operator.await("Ready", () -> cluster.holds("chat", "Ready"));
    assertThat(cloud.assignment().getRolesList()).isEqualTo(before.getRolesList());
  }

  private static Optional<Condition> ready(String node) {
    return Optional.ofNullable(cluster.node(node))
        .map(InferenceNode::getStatus)
        .flatMap(
            status ->
                status.conditions().stream()
                    .filter(condition -> condition.type().equals("Ready"))
                    .findFirst());
  }

  private static boolean isReady(String node) {
    return ready(node).filter(Condition::holds).isPresent();
  }

  @Test
  void whenMoreThanHalfOfTheNodesFallSilentTogetherNothingMoves() {
    Written before = Written.now();
    List<SimulatedAgent> lost = List.of(cloud, edge, spare);
    lost.forEach(SimulatedAgent::silence);
    operator.await("it is seen", () -> degraded().equals("HeartbeatsLost"));
    assertThat(Written.now()).isEqualTo(before);

    lost.forEach(SimulatedAgent::speak);
    operator.await("they are heard", () -> !degraded().equals("HeartbeatsLost"));
    operator.await("Ready", () -> cluster.holds("chat", "Ready"));
    assertThat(Written.now()).isEqualTo(before);
  }

  @Test
  void aBrokerThatComesBackWithoutItsDataIsToldEverythingAgain() {
    AssignmentRecord before = cloud.assignment();
    int port = Integer.parseInt(bootstrap().replaceFirst(".*:", ""));

    broker.close();
    broker = broker().withKafkaPort(port);
    broker.start();

    operator.await(
        "the assignment under a higher epoch",
        () -> cloud.assignment().getRecordEpoch() > before.getRecordEpoch());
    assertThat(cloud.assignment().getRolesList())
        .extracting(RoleAssignment::getId, RoleAssignment::getModel, RoleAssignment::getKvBytes)
        .isEqualTo(
            before.getRolesList().stream()
                .map(role -> tuple(role.getId(), role.getModel(), role.getKvBytes()))
                .toList());
    operator.await("Ready", () -> cluster.holds("chat", "Ready"));
  }

  private static String degraded() {
    return cluster.condition("chat", "Degraded").map(Condition::reason).orElse("none");
  }

  @Test
  void aStatusThatAnotherOverwritesIsSetRightAndItsLabelsAreLeftAlone() {
    Resource<CollaborativeInferenceService> chat =
        cluster
            .client()
            .resources(CollaborativeInferenceService.class)
            .inNamespace("default")
            .withName("chat");
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    for (int storm = 0; storm < 20; storm++) {
      chat.patch(merge, "{\"metadata\": {\"labels\": {\"storm\": \"" + storm + "\"}}}");
      chat.subresource("status")
          .patch(
              merge,
              """
              {"status": {"observedGeneration": 0, "planRef": "nothing", "replicas": 0,
                          "conditions": []}}
              """);
    }
    operator.await("Ready again", () -> cluster.holds("chat", "Ready"));
    assertThat(cluster.service("chat").getStatus().planRef()).startsWith("chat-");
    assertThat(cluster.service("chat").getMetadata().getLabels()).containsEntry("storm", "19");
  }

  private record Written(long assignments, AssignmentRecord cloud) {
    static Written now() {
      return new Written(fleet.written(SiteTopic.ASSIGNMENTS), ClusterFaultsIT.cloud.assignment());
    }
  }

  private static void scale(int replicas) {
    cluster
        .client()
        .resources(CollaborativeInferenceService.class)
        .inNamespace("default")
        .withName("chat")
        .scale(replicas);
  }

  private static OperatorRun another() throws IOException {
    return cluster.operator(
        bootstrap(), Files.createDirectories(folder.resolve("operator-" + operators++)));
  }

  private static String bootstrap() {
    return broker.getAdvertisedListeners().split(",")[0].replaceFirst("^.*://", "");
  }
}
