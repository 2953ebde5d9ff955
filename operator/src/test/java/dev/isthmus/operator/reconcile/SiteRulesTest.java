package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.fleet.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Site and an InferenceNode allow. */
class SiteRulesTest {

  private static final long GIB = 1L << 30;

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
  void aSiteTakesOnlyServicesOfTheNamespacesThatItAllows() {
    String closed =
        quickstart.replaceFirst("tier: Cloud", "tier: Cloud\n  allowedNamespaces: [ml]");
    world.manifest("a.yaml", closed);
    SimulatedAgent cloud = world.agent("cloud-cpu-0", "cloud", GIB);
    world.settle();
    assertThat(world.condition("chat", "Ready"))
        .isEqualTo(
            "FALSE NoMatchingSite: spec.allowedNamespaces of cloud leaves out namespace default");
    assertThat(cloud.assignment().getRolesList()).isEmpty();

    world.manifest("a.yaml", closed.replace("[ml]", "[ml, default]"));
    world.settle();
    assertThat(cloud.assignment().getRolesList()).hasSize(1);
  }

  @Test
  void aCordonedNodeHandsItsWorkOnAndKeepsItWhileASessionIsOpen() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent first = world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
    world.settle();
    SimulatedAgent second = world.agent("cloud-cpu-1", "cloud", GIB);
    near.sessions("cloud-cpu-0", 1);
    world.manifest("node.yaml", cordoned("cloud-cpu-0"));
    world.settle();
    assertThat(second.assignment().getRolesList()).hasSize(1);
    assertThat(first.assignment().getRolesList()).as("a session is open").hasSize(1);

    near.sessions("cloud-cpu-0", 0);
    world.settle();
    assertThat(first.assignment().getRolesList()).isEmpty();
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
  }

  @Test
  void aCordonedNodeThatNothingCanReplaceGoesOn() {
    world.manifest("a.yaml", quickstart);
    SimulatedAgent only = world.agent("cloud-cpu-0", "cloud", GIB);
    world.settle();
    world.manifest("node.yaml", cordoned("cloud-cpu-0"));
    world.settle();
    assertThat(only.assignment().getRolesList()).hasSize(1);
    assertThat(world.condition("chat", "Serving")).startsWith("TRUE");
    assertThat(world.condition("chat", "Degraded")).startsWith("TRUE NoNodes");
  }

  private static String cordoned(String node) {
    return "{apiVersion: isthmus.dev/v1alpha1, kind: InferenceNode, metadata: {name: "
        + node
        + "}, spec: {cordoned: true}}";
  }
}
