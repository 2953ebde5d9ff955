package dev.isthmus.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedFleet;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.fleet.OperatorRun;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped operator, a real broker, and agents and routers that speak real records. */
class OperatorIT {

  private static final long GIB = 1L << 30;
  private static final Path SAMPLES = Path.of("..", "k8s", "samples");

  @TempDir Path root;
  private EmbeddedKafkaBroker broker;
  private SimulatedFleet fleet;
  private OperatorRun operator;

  @BeforeEach
  void start() throws IOException {
    broker = new EmbeddedKafkaBroker().withNodeId(0).withDeleteLogDirsOnClose(true);
    broker.start();
    Files.createDirectories(root.resolve("manifests"));
    manifest("quickstart.yaml");
    fleet = OperatorRun.fleet(bootstrap());
  }

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
    }
    fleet.close();
    broker.close();
  }

  @Test
  void aServiceIsInspectedPlannedPlacedRoutedAndWithdrawn() throws IOException {
    operator = run();
    SimulatedAgent cloud = fleet.agent("cloud-cpu-0", "cloud", GIB);
    SimulatedAgent edge = fleet.agent("edge-cpu-0", "edge", GIB / 2);
    edge.takeTime();
    SimulatedRouter near = fleet.router("edge-router-0", "edge");
    SimulatedRouter far = fleet.router("cloud-router-0", "cloud");
    fleet.sendRubbish("edge", SiteTopic.NODES, "edge-cpu-9");
    fleet.sendRubbish("edge", SiteTopic.HEARTBEATS, "edge-cpu-9");

    operator.await("a route for the verifier alone", () -> near.route("default/chat") != null);
    operator.await(
        "what the drafter is at",
        () ->
            operator
                .condition("chat", "Placed")
                .contains("drafter at edge-cpu-0: Preparing: int4 weights 41 %"));
    assertThat(operator.holds("chat", "Ready")).isFalse();
    edge.finishLoading();
    operator.await("Ready", () -> operator.holds("chat", "Ready"));

    RoleAssignment verifier = only(cloud.assignment());
    assertThat(verifier.getId()).endsWith("/verifier/0");
    assertThat(verifier.getPrecision()).isEqualTo(Precision.INT4);
    assertThat(verifier.getModel().getDigest()).isEqualTo(SimulatedAgent.SMOLLM2);
    assertThat(cloud.assignment().getInspectionsList()).isEmpty();
    RoleAssignment drafter = only(edge.assignment());
    assertThat(drafter.getRole()).isEqualTo(Role.ROLE_DRAFTER);
    assertThat(drafter.getPrecision()).isEqualTo(Precision.PRECISION_UNSPECIFIED);
    RouteRecord route = near.route("default/chat");
    assertThat(route.getWorkersList())
        .extracting(RouteWorker::getNode)
        .containsExactly("cloud-cpu-0", "edge-cpu-0");
    assertThat(route.getContext()).isEqualTo(8192);
    assertThat(route.getStopIdsList()).containsExactly(2);
    assertThat(route.getModel()).isEqualTo("chat");
    assertThat(route.getSpeculation().getPromptLookup()).isTrue();
    assertThat(far.route("default/chat").getWorkersCount()).isEqualTo(2);
    CollaborativeInferenceService service =
        operator.state().get(CollaborativeInferenceService.class, "default", "chat").orElseThrow();
    assertThat(service.getStatus().url()).isEqualTo("http://edge-router-0");
    assertThat(service.getStatus().replicas()).isEqualTo(1);
    assertThat(service.getStatus().planRef()).isEqualTo("chat-1");
    assertThat(operator.state().list(InferenceNode.class)).hasSize(2);

    Files.delete(root.resolve("manifests/quickstart.yaml"));
    Files.writeString(root.resolve("manifests/sites.yaml"), sitesOnly());
    operator.await("withdrawn", () -> near.route("default/chat").getWithdrawn());
    operator.await(
        "nothing assigned",
        () -> cloud.assignment().getRolesCount() + edge.assignment().getRolesCount() == 0);
  }

  @Test
  void aRestartTouchesNothingThatRuns() {
    operator = run();
    SimulatedAgent cloud = fleet.agent("cloud-cpu-0", "cloud", GIB);
    fleet.agent("edge-cpu-0", "edge", GIB / 2);
    fleet.router("edge-router-0", "edge");
    fleet.router("cloud-router-0", "cloud");
    operator.await("Ready", () -> operator.holds("chat", "Ready"));
    long assignments = fleet.written(SiteTopic.ASSIGNMENTS);
    long routes = fleet.written(SiteTopic.ROUTES);
    AssignmentRecord before = cloud.assignment();

    operator.kill();
    operator = run();
    cloud.leave();
    operator.await(
        "the restarted operator sees the leaving node",
        () -> operator.reason("chat", "Placed").equals("Loading"));

    assertThat(fleet.written(SiteTopic.ASSIGNMENTS)).isEqualTo(assignments);
    assertThat(fleet.written(SiteTopic.ROUTES)).isEqualTo(routes);
    assertThat(cloud.assignment()).isEqualTo(before);
  }

  @Test
  void aBrokerThatComesBackWithoutItsDataIsToldEverythingAgain() throws IOException {
    operator = run();
    SimulatedAgent cloud = fleet.agent("cloud-cpu-0", "cloud", GIB);
    fleet.agent("edge-cpu-0", "edge", GIB / 2);
    fleet.router("edge-router-0", "edge");
    fleet.router("cloud-router-0", "cloud");
    operator.await("Ready", () -> operator.holds("chat", "Ready"));
    AssignmentRecord before = cloud.assignment();
    int port = Integer.parseInt(bootstrap().replaceFirst(".*:", ""));

    broker.close();
    broker =
        new EmbeddedKafkaBroker().withNodeId(0).withKafkaPort(port).withDeleteLogDirsOnClose(true);
    broker.start();

    operator.await(
        "the assignment under a higher epoch",
        () -> cloud.assignment().getRecordEpoch() > before.getRecordEpoch());
    assertThat(cloud.assignment().getRolesList()).isEqualTo(before.getRolesList());
    manifest("two-replicas.yaml", "quickstart.yaml");
    SimulatedAgent second = fleet.agent("cloud-cpu-1", "cloud", GIB);
    operator.await("the second verifier", () -> second.assignment().getRolesCount() == 1);
  }

  @Test
  void aSecondOperatorFencesTheFirstWhichThenEnds() throws IOException {
    operator = run();
    fleet.agent("cloud-cpu-0", "cloud", GIB);
    fleet.agent("edge-cpu-0", "edge", GIB / 2);
    fleet.router("edge-router-0", "edge");
    SimulatedRouter far = fleet.router("cloud-router-0", "cloud");
    operator.await("Ready", () -> operator.holds("chat", "Ready"));
    OperatorRun first = operator;
    Path elsewhere = Files.createDirectories(root.resolve("second/manifests"));
    Files.copy(root.resolve("manifests/quickstart.yaml"), elsewhere.resolve("quickstart.yaml"));
    operator = new OperatorRun(root.resolve("second"), bootstrap());
    String uid = far.route("default/chat").getServiceUid();
    operator.await(
        "the second one's route", () -> !far.route("default/chat").getServiceUid().equals(uid));

    Files.writeString(root.resolve("manifests/quickstart.yaml"), sitesOnly());
    first.await("the first one ends as it withdraws", () -> !first.process().isAlive());
    assertThat(first.process().exitValue()).isEqualTo(3);
    operator.await(
        "the second one's route stands", () -> !far.route("default/chat").getWithdrawn());
  }

  private OperatorRun run() {
    return new OperatorRun(root, bootstrap());
  }

  private String bootstrap() {
    return broker.getAdvertisedListeners().split(",")[0].replaceFirst("^[A-Z_]+://", "");
  }

  private void manifest(String sample) throws IOException {
    manifest(sample, sample);
  }

  private void manifest(String sample, String as) throws IOException {
    Files.copy(
        SAMPLES.resolve(sample),
        root.resolve("manifests").resolve(as),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String sitesOnly() throws IOException {
    String[] documents = Files.readString(SAMPLES.resolve("quickstart.yaml")).split("(?m)^---\\n");
    return String.join("---\n", List.of(documents[0], documents[1]));
  }

  private static RoleAssignment only(AssignmentRecord assignment) {
    assertThat(assignment.getRolesCount()).isEqualTo(1);
    return assignment.getRoles(0);
  }
}
