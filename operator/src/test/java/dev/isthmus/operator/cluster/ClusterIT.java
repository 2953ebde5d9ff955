package dev.isthmus.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Pool;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SiteSpec;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedFleet;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.fleet.OperatorRun;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.file.Path;
import java.util.List;
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
  private SimulatedFleet fleet;
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
    fleet = OperatorRun.fleet(bootstrap);
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
    SimulatedAgent cloud = fleet.agent("cloud-cpu-0", "cloud", GIB);
    SimulatedAgent edge = fleet.agent("edge-cpu-0", "edge", GIB / 2);
    SimulatedRouter near = fleet.router("edge-router-0", "edge");
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
    assertThat(cluster.client().resources(InferenceNode.class).list().getItems())
        .extracting(node -> node.getMetadata().getName())
        .contains("cloud-cpu-0", "edge-cpu-0");
    assertThat(service.getMetadata().getFinalizers()).isEmpty();
    operator.await(
        "the events tell it",
        () -> cluster.events("chat").contains("Normal AsWanted ready: it is served"));
    assertThat(cluster.events("chat"))
        .contains("Normal PlanMade chat-1 is made: verifier at cloud-cpu-0, drafter at edge-cpu-0");

    cluster.client().resource(service).delete();
    operator.await("withdrawn", () -> near.route("default/chat").getWithdrawn());
    operator.await(
        "nothing assigned",
        () -> cloud.assignment().getRolesCount() + edge.assignment().getRolesCount() == 0);
    operator.await("no plan", () -> plans().isEmpty());
  }

  @Test
  void aPlanThatWaitsIsCarriedOutOnceAPersonApprovesIt() {
    fleet.agent("cloud-cpu-0", "cloud", GIB);
    fleet.agent("edge-cpu-0", "edge", GIB / 2);
    fleet.router("edge-router-0", "edge");
    fleet.router("cloud-router-0", "cloud");
    cluster.apply(SAMPLES.resolve("quickstart.yaml"));
    operator.await("Ready", () -> cluster.holds("chat", "Ready"));
    String running = cluster.service("chat").getStatus().planRef();
    SimulatedAgent second = fleet.agent("cloud-cpu-1", "cloud", GIB);
    patch(
        cluster.service("chat"),
        """
        {"spec": {"approval": "Manual", "target": {"replicas": 2}}}
        """);
    operator.await("a plan waits", () -> reason("Planned").equals("AwaitingApproval"));
    assertThat(second.assignment().getRolesCount()).isZero();
    assertThat(cluster.holds("chat", "Serving")).isTrue();
    assertThat(cluster.service("chat").getStatus().planRef()).isEqualTo(running);

    PlacementPlan waiting =
        plans().stream()
            .filter(plan -> !plan.getMetadata().getName().equals(running))
            .findFirst()
            .orElseThrow();
    patch(
        waiting,
        """
        {"spec": {"approved": true}}
        """);
    operator.await("the second verifier", () -> second.assignment().getRolesCount() == 1);
    operator.await("Ready", () -> cluster.holds("chat", "Ready"));

    assertThat(cluster.service("chat").getStatus().planRef())
        .isEqualTo(waiting.getMetadata().getName());
    cluster.client().resource(cluster.service("chat")).delete();
    operator.await("no plan", () -> plans().isEmpty());
  }

  private static void patch(HasMetadata resource, String change) {
    cluster.client().resource(resource).patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private static String reason(String condition) {
    return cluster.condition("chat", condition).map(Condition::reason).orElse("none");
  }

  private static List<PlacementPlan> plans() {
    return cluster.client().resources(PlacementPlan.class).inNamespace("default").list().getItems();
  }

  @Test
  void aSitesPoolsAndRouterAreWorkloadsThatFollowItsSpec() {
    cluster.apply(SAMPLES.resolve("quickstart.yaml"));
    operator.await("the edge's pool", () -> pool("edge-cpu") != null);
    operator.await("the edge's router", () -> cluster.router("edge-router") != null);

    StatefulSet pool = pool("edge-cpu");
    assertThat(pool.getSpec().getReplicas()).isEqualTo(1);
    assertThat(pool.getMetadata().getOwnerReferences().get(0).getName()).isEqualTo("edge");
    Container agent = pool.getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(agent.getEnv())
        .filteredOn(variable -> variable.getName().equals("ISTHMUS_MEMORY"))
        .extracting(EnvVar::getValue)
        .containsExactly(Long.toString(GIB / 2));
    assertThat(agent.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();

    cluster
        .client()
        .resources(Site.class)
        .withName("edge")
        .edit(
            site -> {
              Pool old = site.getSpec().pools().get(0);
              SiteSpec spec = site.getSpec();
              site.setSpec(
                  new SiteSpec(
                      spec.tier(),
                      spec.address(),
                      spec.transport(),
                      spec.cordoned(),
                      spec.allowedNamespaces(),
                      spec.dataClasses(),
                      List.of(new Pool("big", 3, old.resources(), old.storage(), null, null)),
                      spec.router()));
              return site;
            });
    operator.await("the new pool", () -> pool("edge-big") != null);
    assertThat(pool("edge-big").getSpec().getReplicas()).isEqualTo(3);
    operator.await("the old pool is gone", () -> pool("edge-cpu") == null);
    cluster.client().apps().statefulSets().inNamespace("default").withName("edge-big").delete();
    operator.await("what is deleted comes back", () -> pool("edge-big") != null);
  }

  private static StatefulSet pool(String name) {
    return cluster.client().apps().statefulSets().inNamespace("default").withName(name).get();
  }
}
