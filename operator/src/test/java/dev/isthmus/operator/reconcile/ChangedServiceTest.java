package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person changes what a service that serves is made of. */
class ChangedServiceTest {

  private static final long GIB = 1L << 30;
  private static final String OTHERS =
      """

      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: ModelPackage, metadata: {name: other}, spec: {source: {uri: "file:other"}, precisions: [Int4]}}
      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: ModelPackage, metadata: {name: other-draft}, spec: {source: {uri: "file:other-draft"}}}
      """;

  @TempDir Path root;
  private World world;
  private String int4;
  private SimulatedRouter router;
  private SimulatedAgent first;
  private SimulatedAgent second;

  @BeforeEach
  void twoVerifiers() throws IOException {
    int4 =
        Files.readString(Path.of("..", "k8s", "samples", "two-replicas.yaml"))
            .replace("  target:\n", "  target:\n    precision: Int4\n");
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    router = world.router("cloud-router-0", "cloud");
    first = world.agent("cloud-cpu-0", "cloud", GIB);
    second = world.agent("cloud-cpu-1", "cloud", GIB);
    world.manifest("a.yaml", int4);
    world.settle();
  }

  @Test
  void itsVerifiersChangeOneAfterTheOther() {
    List.of(first, second).forEach(SimulatedAgent::takeTime);
    world.manifest("a.yaml", int4.replace("precision: Int4", "precision: Int8"));
    world.settle();
    assertThat(precisions(first)).containsExactly(Precision.INT8);
    assertThat(precisions(second)).as("it alone serves").containsExactly(Precision.INT4);

    first.finishLoading();
    world.settle();
    assertThat(precisions(second)).containsExactly(Precision.INT8);
    assertThat(world.condition("chat", "Serving")).startsWith("TRUE");

    second.finishLoading();
    world.settle();
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
  }

  @Test
  void oneThatServesNobodyDoesNotWaitForItsTurn() {
    second.takeTime();
    second.steps(1);
    world.settle();
    world.manifest("a.yaml", int4.replace("precision: Int4", "precision: Int8"));
    world.settle();
    assertThat(precisions(first)).as("it alone serves").containsExactly(Precision.INT4);
    assertThat(precisions(second)).containsExactly(Precision.INT8);
  }

  @Test
  void aModelAndItsDraftAreRoutedToAsAPair() {
    SimulatedAgent edge = world.agent("edge-cpu-0", "edge", GIB);
    world.manifest("a.yaml", int4 + OTHERS);
    world.settle();
    RouteRecord before = router.route("default/chat");
    assertThat(before.getModelDigest()).isEqualTo(SimulatedAgent.SMOLLM2);

    List.of(first, second, edge).forEach(SimulatedAgent::takeTime);
    world.manifest(
        "a.yaml",
        int4.replace("  model: smollm2\n", "  model: other\n")
                .replace("    model: smollm2-draft\n", "    model: other-draft\n")
            + OTHERS);
    world.settle();
    assertThat(models(first)).containsExactly("default/other");
    assertThat(models(second)).as("it alone serves").containsExactly("default/smollm2");
    assertThat(router.route("default/chat")).as("the old pair serves").isEqualTo(before);

    first.finishLoading();
    edge.finishLoading();
    world.settle();
    assertThat(models(second)).containsExactly("default/other");
    assertThat(router.route("default/chat").getModelDigest()).isEqualTo("sha256:" + "c".repeat(64));
    assertThat(router.route("default/chat").getWorkersList())
        .extracting(RouteWorker::getNode)
        .containsExactly("cloud-cpu-0", "edge-cpu-0");
  }

  private static List<String> models(SimulatedAgent agent) {
    return agent.assignment().getRolesList().stream()
        .map(role -> role.getModel().getPackage())
        .toList();
  }

  private static List<Precision> precisions(SimulatedAgent agent) {
    return agent.assignment().getRolesList().stream().map(RoleAssignment::getPrecision).toList();
  }
}
