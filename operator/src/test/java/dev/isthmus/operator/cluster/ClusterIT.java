package dev.isthmus.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.operator.fleet.FakeAgent;
import dev.isthmus.operator.fleet.FakeFleet;
import dev.isthmus.operator.fleet.FakeRouter;
import dev.isthmus.operator.fleet.OperatorRun;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped operator, a real API server, a real broker, and agents that speak real records. */
class ClusterIT {

  private static final long GIB = 1L << 30;
  private static final Path SAMPLES = Path.of("..", "k8s", "samples");

  @TempDir static Path folder;
  private static Cluster cluster;
  private EmbeddedKafkaBroker broker;
  private FakeFleet fleet;
  private OperatorRun operator;

  @BeforeAll
  static void startCluster() {
    cluster = new Cluster(folder);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void start() {
    broker = new EmbeddedKafkaBroker().withNodeId(0).withDeleteLogDirsOnClose(true);
    broker.start();
    String bootstrap = broker.getAdvertisedListeners().split(",")[0].replaceFirst("^.*://", "");
    fleet = new FakeFleet(bootstrap);
    operator = cluster.operator(bootstrap);
  }

  @AfterEach
  void stop() {
    operator.close();
    fleet.close();
    broker.close();
  }

  @Test
  void aServiceBecomesReadyAndLeavesNothing() {
    FakeAgent cloud = fleet.agent("cloud-cpu-0", "cloud", GIB);
    FakeAgent edge = fleet.agent("edge-cpu-0", "edge", GIB / 2);
    FakeRouter near = fleet.router("edge-router-0", "edge");
    fleet.router("cloud-router-0", "cloud");
    cluster.apply(SAMPLES.resolve("quickstart.yaml"));

    operator.await("Ready", () -> cluster.holds("chat", "Ready"));

    CollaborativeInferenceService service = cluster.service("chat");
    assertThat(service.getStatus().planRef()).isEqualTo("chat-1");
    assertThat(cloud.assignment().getRolesCount()).isEqualTo(1);
    assertThat(edge.assignment().getRolesCount()).isEqualTo(1);
    PlacementPlan plan =
        cluster
            .client()
            .resources(PlacementPlan.class)
            .inNamespace("default")
            .withName("chat-1")
            .get();
    assertThat(plan.getMetadata().getOwnerReferences().get(0).getUid())
        .isEqualTo(service.getMetadata().getUid());
    assertThat(cluster.client().resources(InferenceNode.class).list().getItems()).hasSize(2);
    assertThat(service.getMetadata().getFinalizers()).isEmpty();

    cluster.client().resource(service).delete();
    operator.await("withdrawn", () -> near.route("default/chat").getWithdrawn());
    operator.await(
        "nothing assigned",
        () -> cloud.assignment().getRolesCount() + edge.assignment().getRolesCount() == 0);
    operator.await(
        "no plan",
        () -> cluster.client().resources(PlacementPlan.class).list().getItems().isEmpty());
  }
}
