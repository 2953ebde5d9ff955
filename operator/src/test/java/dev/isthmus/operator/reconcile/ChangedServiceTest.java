package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.RoleAssignment;
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

  @TempDir Path root;
  private World world;
  private String int4;
  private SimulatedAgent first;
  private SimulatedAgent second;

  @BeforeEach
  void twoVerifiers() throws IOException {
    int4 =
        Files.readString(Path.of("..", "k8s", "samples", "two-replicas.yaml"))
            .replace("  target:\n", "  target:\n    precision: Int4\n");
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    world.router("cloud-router-0", "cloud");
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

  private static List<Precision> precisions(SimulatedAgent agent) {
    return agent.assignment().getRolesList().stream().map(RoleAssignment::getPrecision).toList();
  }
}
