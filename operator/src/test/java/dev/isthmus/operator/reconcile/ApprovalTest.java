package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanPhase;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalTest {

  private static final long GIB = 1L << 30;

  private static final String OTHER =
      """
      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: ModelPackage, metadata: {name: other}, spec: {source: {uri: "file:other"}, precisions: [Int4]}}
      """;

  @TempDir Path root;
  private World world;
  private String quickstart;
  private SimulatedRouter near;

  @BeforeEach
  void quickstart() throws IOException {
    quickstart = Files.readString(Path.of("..", "k8s", "samples", "quickstart.yaml"));
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    near = world.router("edge-router-0", "edge");
    world.router("cloud-router-0", "cloud");
  }

  @Test
  void aPlanThatWaitsForAPersonChangesNothingUntilItIsApproved() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent first = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    SimulatedAgent second = world.agent("cloud-cpu-1", "cloud", GIB);
    world.manifest(
        "a.yaml",
        quickstart.replace("replicas: 1\n    siteSelector", "replicas: 2\n    siteSelector")
            + "\n  approval: Manual\n");
    world.settle();

    assertThat(ids(second.assignment())).isEmpty();
    assertThat(ids(first.assignment())).hasSize(1);
    assertThat(world.condition("chat", "Planned"))
        .startsWith(
            "FALSE AwaitingApproval: chat-2 waits for a person: kubectl patch iplan chat-2");
    assertThat(world.condition("chat", "Ready")).startsWith("FALSE AwaitingApproval");
    assertThat(world.condition("chat", "Serving")).startsWith("TRUE");
    assertThat(plan("chat-2").getStatus().phase()).isEqualTo(PlanPhase.PROPOSED);
    assertThat(plan("chat-1").getStatus().phase()).isEqualTo(PlanPhase.SERVING);

    world.approve("chat-2");
    world.settle();
    assertThat(ids(second.assignment())).hasSize(1);
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
    assertThat(plan("chat-2").getStatus().phase()).isEqualTo(PlanPhase.SERVING);
    assertThat(plan("chat-1").getStatus().phase()).isEqualTo(PlanPhase.SUPERSEDED);
  }

  @Test
  void aLostReplicaIsRoutedAroundAndItsReplacementWaitsUntilItIsBack() throws IOException {
    String two = Files.readString(Path.of("..", "k8s", "samples", "two-replicas.yaml"));
    world.manifest("a.yaml", two);
    SimulatedAgent lost = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("cloud-cpu-1", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    world.manifest("a.yaml", two + "\n  approval: Manual\n");
    SimulatedAgent spare = world.agent("cloud-cpu-2", "cloud", GIB);
    world.settle();
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");

    lost.silence();
    world.pass(Duration.ofSeconds(70));
    assertThat(nodes()).containsExactly("cloud-cpu-1", "edge-cpu-0");
    assertThat(ids(spare.assignment())).isEmpty();
    assertThat(world.condition("chat", "Planned")).startsWith("FALSE AwaitingApproval: chat-2");
    assertThat(world.condition("chat", "Serving")).startsWith("TRUE");

    lost.speak();
    world.pass(Duration.ofSeconds(10));
    assertThat(nodes()).containsExactly("cloud-cpu-0", "cloud-cpu-1", "edge-cpu-0");
    assertThat(world.condition("chat", "Planned")).startsWith("TRUE");
    assertThat(world.folder().list(PlacementPlan.class))
        .extracting(plan -> plan.getMetadata().getName())
        .containsExactly("chat-1");
  }

  @Test
  void aModelThatWaitsForAPersonLeavesTheRouteAsItIs() {
    world.manifest("a.yaml", quickstart);
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    RouteRecord before = near.route("default/chat");

    world.manifest(
        "a.yaml",
        quickstart.replace("  model: smollm2\n", "  model: other\n")
            + "\n  approval: Manual\n"
            + OTHER);
    world.settle();

    assertThat(world.condition("chat", "Planned")).startsWith("FALSE AwaitingApproval: chat-2");
    assertThat(near.route("default/chat")).isEqualTo(before);
  }

  private List<String> nodes() {
    return near.route("default/chat").getWorkersList().stream().map(RouteWorker::getNode).toList();
  }

  private PlacementPlan plan(String name) {
    return world.folder().get(PlacementPlan.class, "default", name).orElseThrow();
  }

  private static List<String> ids(AssignmentRecord assignment) {
    return assignment.getRolesList().stream().map(RoleAssignment::getId).toList();
  }
}
