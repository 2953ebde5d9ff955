package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanPhase;
import dev.isthmus.crds.service.RoleCount;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.crds.service.ServiceSummary;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SitePhase;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {

  private static final long GIB = 1L << 30;
  private static final Duration LOSS = Duration.ofSeconds(70);

  @TempDir Path root;
  private World world;
  private String quickstart;
  private String twoReplicas;
  private SimulatedRouter near;
  private SimulatedRouter far;

  @BeforeEach
  void quickstart() throws IOException {
    quickstart = Files.readString(Path.of("..", "k8s", "samples", "quickstart.yaml"));
    twoReplicas = Files.readString(Path.of("..", "k8s", "samples", "two-replicas.yaml"));
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    near = world.router("edge-router-0", "edge");
    far = world.router("cloud-router-0", "cloud");
  }

  @Test
  void aServiceComesFromInspectionToReady() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent cloud = world.agent("cloud-cpu-0", "cloud", GIB);
    SimulatedAgent edge = world.agent("edge-cpu-0", "edge", GIB / 2);

    world.settle();

    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    assertThat(world.condition("chat", "Degraded")).isEqualTo("FALSE AsWanted: nothing is missing");
    assertThat(ids(cloud.assignment())).containsExactly(uid() + "/verifier/0");
    assertThat(ids(edge.assignment())).containsExactly(uid() + "/drafter/edge");
    assertThat(
            world
                .folder()
                .get(ModelPackage.class, "default", "smollm2")
                .orElseThrow()
                .getStatus()
                .facts()
                .layers())
        .isEqualTo(30);
    assertThat(world.service("chat").getStatus().roles())
        .containsExactly(
            new RoleCount(dev.isthmus.crds.node.Role.VERIFIER, 1, 1, 1),
            new RoleCount(dev.isthmus.crds.node.Role.DRAFTER, 1, 1, 1));
    assertThat(world.folder().list(Site.class))
        .extracting(site -> site.getStatus().phase())
        .containsOnly(SitePhase.READY);
    assertThat(world.folder().list(PlacementPlan.class).get(0).getStatus().phase())
        .isEqualTo(PlanPhase.SERVING);
  }

  @Test
  void theSummaryCountsWhatServesAtEachTierAndTheSelectorNamesTheSitesOfVerifiers() {
    world.manifest("a.yaml", quickstart);
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    ServiceStatus status = world.service("chat").getStatus();
    assertThat(status.summary()).isEqualTo(new ServiceSummary(null, "1/1", "1/1"));
    assertThat(status.selector())
        .isEqualTo("app.kubernetes.io/name=isthmus-agent,isthmus.dev/site in (cloud)");
  }

  @Test
  void nothingIsWrittenWhereNothingChanges() {
    world.manifest("a.yaml", quickstart);
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    int written = world.assignmentsWritten + world.routesWritten;
    world.pass(Duration.ofMinutes(2));
    assertThat(world.assignmentsWritten + world.routesWritten).isEqualTo(written);
  }

  @Test
  void aRestartAdoptsWhatRuns() {
    world.manifest("a.yaml", quickstart);
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    int written = world.assignmentsWritten + world.routesWritten;
    world.restart();
    world.pass(Duration.ofSeconds(30));
    assertThat(world.assignmentsWritten + world.routesWritten).isEqualTo(written);
    assertThat(world.service("chat").getStatus().planRef()).isEqualTo("chat-1");
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
  }

  @Test
  void whatAnAgentReportsLiftsTheNextEpochsAboveIt() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent cloud = world.agent("cloud-cpu-0", "cloud", GIB);
    cloud.remember(
        AssignmentRecord.newBuilder().setNode("cloud-cpu-0").setRecordEpoch(7_000).build());
    world.settle();
    assertThat(cloud.assignment().getRecordEpoch()).isGreaterThan(7_000);
    assertThat(cloud.assignment().getRolesCount()).isEqualTo(1);
  }

  @Test
  void aLostVerifierIsReplacedAndItsRouteMovesBeforeItsAssignmentGoes() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent first = world.agent("cloud-cpu-0", "cloud", GIB);
    SimulatedAgent edge = world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    SimulatedAgent second = world.agent("cloud-cpu-1", "cloud", GIB);
    world.settle();
    assertThat(ids(second.assignment())).isEmpty();
    AssignmentRecord untouched = edge.assignment();

    first.silence();
    world.pass(LOSS);

    assertThat(ids(second.assignment())).containsExactly(uid() + "/verifier/0");
    assertThat(nodes(near)).containsExactly("cloud-cpu-1", "edge-cpu-0");
    assertThat(edge.assignment()).isEqualTo(untouched);
    assertThat(world.service("chat").getStatus().planRef()).isEqualTo("chat-2");
    assertThat(
            world
                .folder()
                .get(InferenceNode.class, null, "cloud-cpu-0")
                .orElseThrow()
                .getStatus()
                .conditions()
                .get(0)
                .reason())
        .isEqualTo("Unreachable");

    first.speak();
    world.pass(Duration.ofSeconds(10));
    assertThat(ids(first.assignment())).isEmpty();
    assertThat(ids(second.assignment())).hasSize(1);
  }

  @Test
  void theOnlyVerifierKeepsItsWorkAndRouteWhileItIsAwayAndServesAgainWhenItReturns() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent cloud = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    cloud.silence();
    world.pass(LOSS);
    assertThat(world.condition("chat", "Serving"))
        .isEqualTo("FALSE NoVerifier: no verifier serves");
    assertThat(world.condition("chat", "NodesAvailable"))
        .startsWith("FALSE NoNodes: no node at site cloud takes new work");
    assertThat(world.condition("chat", "Degraded")).startsWith("TRUE NoNodes");
    assertThat(nodes(near)).containsExactly("cloud-cpu-0", "edge-cpu-0");
    cloud.speak();
    world.pass(Duration.ofSeconds(10));
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
    assertThat(ids(cloud.assignment())).hasSize(1);
    assertThat(world.service("chat").getStatus().planRef()).isEqualTo("chat-1");
  }

  @Test
  void whenMoreThanHalfOfTheNodesFallSilentTogetherNothingMoves() {
    world.manifest("a.yaml", twoReplicas);
    SimulatedAgent one = world.agent("cloud-cpu-0", "cloud", GIB);
    SimulatedAgent two = world.agent("cloud-cpu-1", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    int written = world.assignmentsWritten + world.routesWritten;
    one.silence();
    two.silence();
    world.pass(Duration.ofMinutes(5));
    assertThat(world.assignmentsWritten + world.routesWritten).isEqualTo(written);
    assertThat(world.condition("chat", "Degraded")).startsWith("TRUE HeartbeatsLost");
    assertThat(world.condition("chat", "NodesAvailable")).startsWith("UNKNOWN HeartbeatsLost");
    one.speak();
    world.pass(Duration.ofSeconds(10));
    assertThat(world.condition("chat", "Degraded")).startsWith("TRUE");
    assertThat(world.service("chat").getStatus().replicas()).isEqualTo(1);
  }

  @Test
  void tooFewNodesServeWhatFitsAndSayWhatIsMissing() {
    world.manifest("a.yaml", twoReplicas);
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
    assertThat(world.condition("chat", "NodesAvailable"))
        .startsWith(
            "FALSE InsufficientNodes: 2 verifiers wanted, 1 placed: site cloud has no further node");
    world.agent("cloud-cpu-1", "cloud", GIB);
    world.settle();
    assertThat(world.condition("chat", "NodesAvailable")).startsWith("TRUE");
    assertThat(world.service("chat").getStatus().replicas()).isEqualTo(2);
  }

  @Test
  void anOldRoleIsWithdrawnOnlyWhenEveryRouterHasTheNewRouteAndNoSessionThere() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent first = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    SimulatedAgent second = world.agent("other-cpu-0", "other", GIB);
    second.takeTime();
    near.sessions("cloud-cpu-0", 2);
    world.manifest("other.yaml", site("other"));
    world.manifest(
        "a.yaml",
        quickstart.replaceFirst(
            "(?s)siteSelector:\\s+tier: Cloud", "siteSelector:\n      matchLabels: {zone: other}"));

    world.settle();
    assertThat(ids(second.assignment())).hasSize(1);
    assertThat(ids(first.assignment())).hasSize(1);
    assertThat(near.route("default/chat").getWorkersList())
        .filteredOn(worker -> worker.getNode().startsWith("cloud"))
        .extracting(RouteWorker::getDraining)
        .containsExactly(false);

    second.finishLoading();
    world.settle();
    assertThat(near.route("default/chat").getWorkersList())
        .filteredOn(worker -> worker.getNode().startsWith("cloud"))
        .extracting(RouteWorker::getDraining)
        .containsExactly(true);
    assertThat(ids(first.assignment())).as("sessions are open there").hasSize(1);

    near.sessions("cloud-cpu-0", 0);
    world.settle();
    assertThat(ids(first.assignment())).isEmpty();
    assertThat(nodes(near)).containsExactlyInAnyOrder("other-cpu-0", "edge-cpu-0");
  }

  @Test
  void afterTheDrainTimeoutAnOldRoleGoesThoughSessionsAreOpen() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent first = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    near.sessions("cloud-cpu-0", 1);
    world.agent("other-cpu-0", "other", GIB);
    world.manifest("other.yaml", site("other"));
    world.manifest(
        "a.yaml",
        quickstart.replaceFirst(
            "(?s)siteSelector:\\s+tier: Cloud", "siteSelector:\n      matchLabels: {zone: other}"));
    world.settle();
    world.pass(World.DRAIN.minusSeconds(10));
    assertThat(ids(first.assignment())).hasSize(1);
    world.pass(Duration.ofSeconds(15));
    assertThat(ids(first.assignment())).isEmpty();
  }

  @Test
  void aServiceThatIsGoneIsWithdrawnEverywhere() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent cloud = world.agent("cloud-cpu-0", "cloud", GIB);
    SimulatedAgent edge = world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    world.manifest("a.yaml", quickstart.substring(0, quickstart.lastIndexOf("---")));
    world.settle();
    assertThat(ids(cloud.assignment())).isEmpty();
    assertThat(ids(edge.assignment())).isEmpty();
    assertThat(near.route("default/chat").getWithdrawn()).isTrue();
    assertThat(far.route("default/chat").getWithdrawn()).isTrue();
    assertThat(world.folder().list(PlacementPlan.class)).isEmpty();

    world.manifest("a.yaml", quickstart);
    world.settle();
    assertThat(near.route("default/chat").getWithdrawn()).isFalse();
    assertThat(near.route("default/chat").getServiceUid()).isEqualTo(uid());
  }

  @Test
  void aSecondServiceGetsOnlyTheMemoryThatTheFirstLeft() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent cloud = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    String first = uid();
    world.manifest(
        "b.yaml",
        quickstart.substring(quickstart.lastIndexOf("---")).replace("name: chat", "name: second"));
    world.settle();
    assertThat(ids(cloud.assignment())).hasSize(2).contains(first + "/verifier/0");
    long held =
        cloud.assignment().getRolesList().stream().mapToLong(RoleAssignment::getKvBytes).sum()
            + 2 * 110_000_000L;
    assertThat(held).isLessThanOrEqualTo(GIB);
    assertThat(world.condition("second", "Ready")).startsWith("TRUE");
    world.manifest(
        "c.yaml",
        quickstart.substring(quickstart.lastIndexOf("---")).replace("name: chat", "name: third"));
    world.settle();
    assertThat(world.condition("third", "Ready"))
        .startsWith(
            "FALSE InsufficientMemory: smollm2 in int4 needs 134 MB at site cloud; the largest node has 0 MB free");
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
  }

  @Test
  void aMissingModelAndADraftOfAnotherVocabularyAreNamed() {
    world.manifest("a.yaml", quickstart.replace("model: smollm2-draft", "model: nowhere"));
    world.agent("cloud-cpu-0", "cloud", GIB);
    SimulatedAgent edge = world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    assertThat(world.condition("chat", "Ready"))
        .isEqualTo("FALSE ModelNotFound: there is no ModelPackage nowhere in namespace default");
    assertThat(ids(edge.assignment())).isEmpty();
  }

  @Test
  void whatTheBrokerDidNotTakeIsWrittenByALaterPass() {
    world.manifest("a.yaml", quickstart);
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.brokerTakes = false;
    world.settle();
    assertThat(world.assignmentsWritten).isZero();
    world.brokerTakes = true;
    world.settle();
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
  }

  @Test
  void aLeavingNodeLosesItsRouteAtOnceAndItsWorkOnlyWhenItIsMissed() {
    world.manifest("a.yaml", twoReplicas);
    SimulatedAgent one = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("cloud-cpu-1", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
    one.leave();
    world.settle();
    assertThat(nodes(near)).containsExactly("cloud-cpu-1", "edge-cpu-0");
    assertThat(ids(one.assignment())).hasSize(1);
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
    assertThat(world.condition("chat", "Degraded"))
        .startsWith("TRUE NodeSilent: verifier at cloud-cpu-0");
  }

  private String uid() {
    return world.service("chat").getMetadata().getUid();
  }

  private static String site(String name) {
    return "{apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: "
        + name
        + ", labels: {zone: "
        + name
        + "}}, spec: {tier: Cloud, router: {replicas: 0}}}";
  }

  private static List<String> ids(AssignmentRecord assignment) {
    return assignment.getRolesList().stream().map(RoleAssignment::getId).toList();
  }

  private static List<String> nodes(SimulatedRouter router) {
    return router.route("default/chat").getWorkersList().stream()
        .map(RouteWorker::getNode)
        .toList();
  }
}
