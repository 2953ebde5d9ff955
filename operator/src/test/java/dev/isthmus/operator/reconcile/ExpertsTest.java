package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.OnLoss;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Experts apart from their layers, from a manifest to assignments and conditions: four layers of
 * eight experts, 10 MB each in fp32, and 100 MB beside them.
 */
class ExpertsTest {

  private static final Duration LOSS = Duration.ofSeconds(70);
  private static final long NODE = 320_000_000;

  @TempDir Path root;
  private World world;
  private String sample;
  private final SimulatedAgent[] agents = new SimulatedAgent[4];

  @BeforeEach
  void fourNodes() throws IOException {
    sample =
        Files.readString(Path.of("..", "k8s", "samples", "experts.yaml"))
            .replace("minHomes: 2", "minHomes: 1");
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    world.router("cloud-router-0", "cloud");
    for (int i = 0; i < agents.length; i++) {
      agents[i] = world.agent("cloud-cpu-" + i, "cloud", NODE);
    }
  }

  private static Optional<RoleAssignment> role(SimulatedAgent agent, Role role) {
    return agent.assignment().getRolesList().stream()
        .filter(it -> it.getRole() == role)
        .findFirst();
  }

  private RoleAssignment verifier() {
    return Stream.of(agents)
        .flatMap(agent -> role(agent, Role.ROLE_VERIFIER).stream())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> held(RoleAssignment home) {
    return home.getExperts().getHomes(0).getLayersList().stream()
        .map(layer -> layer.getLayer() + ": " + layer.getExperts())
        .toList();
  }

  @Test
  void everyHomeIsToldWhatItHoldsAndTheVerifierWhereEachExpertIs() {
    world.manifest("a.yaml", sample);
    world.settle();

    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    assertThat(world.condition("chat", "ExpertsCovered"))
        .isEqualTo("TRUE AsWanted: 4 homes hold 32 experts of 4 layers");
    assertThat(Stream.of(agents).map(agent -> held(role(agent, Role.ROLE_EXPERTS).orElseThrow())))
        .allSatisfy(held -> assertThat(held).hasSize(4));
    assertThat(verifier().getExperts().getHomesList())
        .extracting(ExpertHome::getNode)
        .containsExactly("cloud-cpu-0", "cloud-cpu-1", "cloud-cpu-2", "cloud-cpu-3");
    assertThat(world.state().observed().route("cloud", "default/chat").getWorkersList())
        .extracting(RouteWorker::getRole)
        .containsExactly(Role.ROLE_VERIFIER);
    assertThat(world.folder().list(PlacementPlan.class).get(0).getSpec().plan().roles().get(1))
        .satisfies(
            home -> {
              assertThat(home.role()).isEqualTo(dev.isthmus.crds.node.Role.EXPERTS);
              assertThat(home.weightBytes()).isEqualTo(80_000_000);
              assertThat(home.experts().get(0).experts()).isEqualTo("3,7");
            });
  }

  @Test
  void expertsThatMayHaveFewerBitsAreToldToAllThatPrepareThem() {
    world.manifest(
        "a.yaml",
        sample.replace(
            "precisions: [Fp32]", "precisions: [Int4]\n  quality: {maxExpertError: 0.01}"));
    world.settle();

    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    ModelPackage model = world.folder().list(ModelPackage.class).get(0);
    assertThat(model.getStatus().conditions().get(0).message())
        .isEqualTo("mixtral, 4 layers, 105 M parameters, 4 of 32 experts in 4 bits");
    assertThat(
            Stream.of(agents)
                .flatMap(agent -> agent.assignment().getRolesList().stream())
                .filter(role -> role.getPrecision() == Precision.INT4))
        .hasSize(5)
        .allSatisfy(
            role ->
                assertThat(role.getNarrowExpertsList())
                    .containsExactly(
                        LayerExperts.newBuilder().setLayer(1).setExperts("0-2,7").build()));
  }

  @Test
  void anOperatorThatRestartsMovesNothing() {
    world.manifest("a.yaml", sample);
    world.settle();
    int written = world.assignmentsWritten;
    world.restart();
    world.settle();
    assertThat(world.assignmentsWritten).isEqualTo(written);
  }

  @Test
  void aLostHomesExpertsAreMissedByNameUntilOthersHaveLoadedThem() {
    world.manifest("a.yaml", sample);
    world.settle();
    Stream.of(agents).forEach(SimulatedAgent::takeTime);

    agents[3].silence();
    world.pass(LOSS);

    assertThat(world.condition("chat", "ExpertsCovered"))
        .startsWith("FALSE ExpertsMissing: no live home of experts of layer 0: ")
        .endsWith("sessions that need them wait until a node has loaded them (onLoss Wait)");
    assertThat(world.condition("chat", "Degraded")).startsWith("TRUE ExpertsMissing: ");

    Stream.of(agents).limit(3).forEach(SimulatedAgent::finishLoading);
    world.settle();
    assertThat(world.condition("chat", "ExpertsCovered"))
        .isEqualTo("TRUE AsWanted: 3 homes hold 32 experts of 4 layers");
    assertThat(verifier().getExperts().getHomesList())
        .extracting(ExpertHome::getNode)
        .containsExactly("cloud-cpu-0", "cloud-cpu-1", "cloud-cpu-2");
  }

  @Test
  void aVerifierIsToldWhetherRowsGoAroundLostExperts() {
    world.manifest(
        "a.yaml", sample.replace("    minHomes: 1", "    onLoss: Reroute\n    minHomes: 1"));
    world.settle();
    assertThat(verifier().getExperts().getOnLoss()).isEqualTo(OnLoss.ON_LOSS_REROUTE);
    Stream.of(agents).forEach(SimulatedAgent::takeTime);

    agents[3].silence();
    world.pass(LOSS);

    assertThat(world.condition("chat", "Degraded"))
        .startsWith("TRUE ExpertsMissing: ")
        .endsWith("requests that need them go on with others, and say so (onLoss Reroute)");
  }

  @Test
  void aVerifierAsksAHomeForWhatItHeldUntilItReportsWhatIsPlanned() {
    world.manifest("a.yaml", sample);
    world.settle();
    List<ExpertHome> before = verifier().getExperts().getHomesList();
    Stream.of(agents).forEach(SimulatedAgent::takeTime);

    world.manifest("a.yaml", sample.replace("minHomes: 1", "minHomes: 2"));
    world.settle();
    assertThat(held(role(agents[0], Role.ROLE_EXPERTS).orElseThrow()).get(0)).contains("-");
    assertThat(verifier().getExperts().getHomesList()).isEqualTo(before);

    Stream.of(agents).forEach(SimulatedAgent::finishLoading);
    world.settle();
    assertThat(verifier().getExperts().getHomesList()).isNotEqualTo(before).hasSize(4);
  }

  @Test
  void homesThatAllGiveExpertsAwayDoNotWaitForOneAnother() {
    world.manifest("a.yaml", sample.replace("minHomes: 1", "minHomes: 2"));
    world.settle();

    world.manifest("a.yaml", sample.replace("hotHomes: 3", "hotHomes: 1"));
    world.settle();

    assertThat(
            Stream.of(agents)
                .map(agent -> held(role(agent, Role.ROLE_EXPERTS).orElseThrow()).size()))
        .allSatisfy(layers -> assertThat(layers).isEqualTo(4));
    assertThat(
            Stream.of(agents)
                .flatMap(agent -> held(role(agent, Role.ROLE_EXPERTS).orElseThrow()).stream())
                .filter(layer -> layer.startsWith("0: "))
                .flatMap(layer -> Stream.of(layer.substring(3).split(","))))
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
    assertThat(world.condition("chat", "ExpertsCovered")).startsWith("TRUE AsWanted: 4 homes");
  }

  @Test
  void expertsThatDoNotFitAreAConditionThatSaysWhatIsShort() {
    world.manifest(
        "a.yaml",
        sample.replace("minHomes: 1", "minHomes: 4").replace("hotHomes: 3", "hotHomes: 4"));
    world.settle();
    assertThat(world.condition("chat", "Planned"))
        .isEqualTo(
            "FALSE InsufficientMemory: 8 experts of tiny-moe in 4 layers, 4 homes each, need 1280 MB"
                + " at site cloud; its 4 nodes together have 1179 MB free");
  }

  @Test
  void aDenseModelHasNoneToPlace() {
    world.manifest("a.yaml", sample.replace("tiny-moe", "smollm2"));
    world.settle();
    assertThat(world.condition("chat", "Planned"))
        .isEqualTo(
            "FALSE ModelHasNoExperts: smollm2 is a dense model: it has no experts to place apart");
  }
}
