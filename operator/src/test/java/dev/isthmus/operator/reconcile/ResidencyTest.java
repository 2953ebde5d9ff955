package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.operator.fleet.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that only a clinic's site may see. */
class ResidencyTest {

  private static final long GIB = 1L << 30;

  @TempDir Path root;
  private World world;
  private String sample;

  @BeforeEach
  void aCloudAndAClinic() throws IOException {
    sample = Files.readString(Path.of("..", "k8s", "samples", "residency.yaml"));
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    world.router("cloud-router-0", "cloud");
    world.router("clinic-router-0", "clinic");
  }

  @Test
  void textIsPlacedAndRoutedWhereItsClassesMayBeSeenAndNowhereElse() {
    SimulatedAgent cloud = world.agent("cloud-cpu-0", "cloud", 4 * GIB);
    SimulatedAgent clinic = world.agent("clinic-cpu-0", "clinic", GIB);
    world.manifest("a.yaml", sample);
    world.settle();

    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    assertThat(clinic.assignment().getRolesCount()).isEqualTo(1);
    assertThat(cloud.assignment().getRolesCount()).isZero();
    assertThat(world.state().observed().route("clinic", "default/chat")).isNotNull();
    assertThat(world.state().observed().route("cloud", "default/chat")).isNull();
  }

  @Test
  void aSiteThatMayNotSeeItAnyMoreLosesItsRoute() {
    world.agent("clinic-cpu-0", "clinic", GIB);
    world.manifest(
        "a.yaml", sample.replace("tier: Cloud\n", "tier: Cloud\n  dataClasses: [health]\n"));
    world.settle();
    assertThat(world.state().observed().route("cloud", "default/chat").getWithdrawn()).isFalse();

    world.manifest("a.yaml", sample);
    world.settle();
    assertThat(world.state().observed().route("cloud", "default/chat").getWithdrawn()).isTrue();
    assertThat(world.condition("chat", "Ready")).startsWith("TRUE");
  }

  @Test
  void whereNoSiteMaySeeItNothingIsServed() {
    SimulatedAgent clinic = world.agent("clinic-cpu-0", "clinic", GIB);
    world.manifest("a.yaml", sample.replace("dataClasses: [health]", "dataClasses: [retail]"));
    world.settle();
    assertThat(world.condition("chat", "Planned"))
        .isEqualTo(
            "FALSE ResidencyForbids: no site of transport Grpc has spec.dataClasses that name"
                + " health, which spec.residency.classes asks for");
    assertThat(clinic.assignment().getRolesCount()).isZero();
  }

  @Test
  void tokensOfItDoNotTravelOverABroker() {
    world.agent("clinic-cpu-0", "clinic", GIB);
    world.manifest("a.yaml", sample.replace("tier: Edge\n", "tier: Edge\n  transport: Kafka\n"));
    world.settle();
    assertThat(world.condition("chat", "Planned")).startsWith("FALSE ResidencyForbids: ");
    assertThat(world.state().observed().route("clinic", "default/chat")).isNull();
  }

  @Test
  void aSelectorThatLeavesOnlyForbiddenSitesSaysWhichMay() {
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("clinic-cpu-0", "clinic", GIB);
    world.manifest("a.yaml", sample.replace("siteSelector: {}", "siteSelector: {tier: Cloud}"));
    world.settle();
    assertThat(world.condition("chat", "Planned"))
        .isEqualTo(
            "FALSE ResidencyForbids: site cloud may not see the text of default/chat; those that"
                + " may: clinic");
  }
}
