package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeStatus;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.FileChunks;
import dev.isthmus.protocol.v1.ModelChunks;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.protocol.v1.StagePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose stages a person fixed, from its manifest to assignments and conditions. */
class StagesTest {

  private static final long HALF_GIB = 1L << 29;

  @TempDir Path root;
  private World world;
  private String split;
  private final SimulatedAgent[] agents = new SimulatedAgent[3];

  @BeforeEach
  void threeNodes() throws IOException {
    split = Files.readString(Path.of("..", "k8s", "samples", "split.yaml"));
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    world.router("cloud-router-0", "cloud");
    for (int i = 0; i < agents.length; i++) {
      agents[i] = world.agent("cloud-cpu-" + i, "cloud", HALF_GIB);
    }
  }

  private static RoleAssignment role(SimulatedAgent agent) {
    return agent.assignment().getRoles(0);
  }

  @Test
  void everyStageIsAssignedWithTheWholeChainAndTheRouteNamesItsHost() {
    world.manifest("a.yaml", split);
    world.settle();

    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    assertThat(List.of(agents).stream().map(agent -> role(agent).getRole()))
        .containsExactly(Role.ROLE_STAGE, Role.ROLE_STAGE, Role.ROLE_VERIFIER);
    Chain chain = role(agents[0]).getChain();
    assertThat(chain.getStagesList())
        .extracting(
            place -> place.getNode() + " " + place.getFirstLayer() + "-" + place.getLastLayer())
        .containsExactly("cloud-cpu-0 0-10", "cloud-cpu-1 10-21", "cloud-cpu-2 21-30");
    assertThat(role(agents[1]).getChain()).isEqualTo(chain);
    assertThat(role(agents[2]).getChain()).isEqualTo(chain);
    assertThat(role(agents[1]).getFirstLayer()).isEqualTo(10);
    assertThat(role(agents[1]).getLastLayer()).isEqualTo(21);
    assertThat(world.state().observed().route("cloud", "default/chat").getWorkersList())
        .extracting(RouteWorker::getNode)
        .containsExactly("cloud-cpu-2");
    assertThat(world.state().observed().route("cloud", "default/chat").getWorkers(0).getSplit())
        .isFalse();
    assertThat(world.folder().list(PlacementPlan.class).get(0).getSpec().plan().roles())
        .extracting(
            planned -> planned.role() + " " + planned.firstLayer() + "-" + planned.lastLayer())
        .containsExactly("VERIFIER 21-30", "STAGE 0-10", "STAGE 10-21");
  }

  @Test
  void aStageIsToldWhatTheChunksOfAModelAtAWebServerHashTo() {
    world.manifest(
        "a.yaml", split.replaceAll("uri: pypi:\\S+", "uri: https://models.example/m.gguf"));
    world.settle();

    ModelChunks told = role(agents[1]).getChunks();
    assertThat(told.getChunkBytes()).isEqualTo(1 << 20);
    assertThat(told.getFilesList())
        .extracting(FileChunks::getName, FileChunks::getBytes, file -> file.getDigests().size())
        .containsExactly(tuple("m.gguf", (1L << 20) + 1, 64));
    assertThat(List.of(agents))
        .allSatisfy(agent -> assertThat(role(agent).getChunks()).isEqualTo(told));
  }

  @Test
  void aStageOfAModelThatComesWholeIsToldOfNoChunks() {
    world.manifest("a.yaml", split);
    world.settle();

    assertThat(role(agents[1]).hasChunks()).isFalse();
  }

  @Test
  void aModelWhoseTextStaysAtTheEdgeIsHostedThereAndItsRouteSaysSo() throws IOException {
    world.agent("edge-cpu-0", "edge", HALF_GIB);
    world.router("edge-router-0", "edge");
    world.manifest("a.yaml", Files.readString(Path.of("..", "k8s", "samples", "text-stays.yaml")));
    world.settle();

    RouteWorker host = world.state().observed().route("edge", "default/chat").getWorkers(0);
    assertThat(host.getNode()).isEqualTo("edge-cpu-0");
    assertThat(host.getSplit()).isTrue();
    assertThat(role(agents[0]).getRole()).isEqualTo(Role.ROLE_STAGE);
  }

  @Test
  void stagesThatOverlapAreAConditionByName() {
    world.manifest("a.yaml", split.replace("firstLayer: 10", "firstLayer: 9"));
    world.settle();
    assertThat(world.condition("chat", "Planned"))
        .isEqualTo(
            "FALSE StagesOverlap: stage [9,21) at cloud-cpu-1 begins at layer 9; stage [0,10) at"
                + " cloud-cpu-0 ends at 10");
  }

  @Test
  void stagesThatLeaveAGapAreAConditionByName() {
    world.manifest("a.yaml", split.replace("firstLayer: 10", "firstLayer: 11"));
    world.settle();
    assertThat(world.condition("chat", "Planned"))
        .isEqualTo(
            "FALSE StagesLeaveGap: no stage holds layers [10,11) of smollm2; stages must cover"
                + " [0,30)");
  }

  @Test
  void aNodeThatIsMissingIsAConditionByName() {
    world.manifest("a.yaml", split.replace("cloud-cpu-1", "cloud-cpu-9"));
    world.settle();
    assertThat(world.condition("chat", "NodesAvailable"))
        .isEqualTo(
            "FALSE StageNodeMissing: stage [10,21) at cloud-cpu-9: no node of that name is known");
  }

  @Test
  void anotherEncodingOfHiddenStatesReachesAllStagesUnderOneEpoch() {
    world.manifest("a.yaml", split);
    world.settle();
    world.manifest("a.yaml", split.replace("hiddenStates: Fp32", "hiddenStates: Bf16"));
    world.settle();
    assertThat(List.of(agents).stream().map(agent -> role(agent).getPlanEpoch()).distinct())
        .hasSize(1);
    assertThat(role(agents[2]).getChain().getHiddenStates().name()).isEqualTo("STATES_BF16");
  }

  @Test
  void aStageThatTurnsOutSlowWhileItServesGoesToASpareNodeAndStaysAway() throws IOException {
    String auto =
        split.substring(0, split.indexOf("  partition:")).replace("[Int4, Int8, Fp32]", "[Fp32]");
    world.manifest("a.yaml", auto);
    world.settle();
    PlacementPlan first = plan();
    List<String> used = nodes(first);
    assertThat(used).hasSize(2);

    for (SimulatedAgent agent : agents) {
      agent.steps(used.contains(agent.node()) ? 5 : 0);
    }
    world.settle();
    assertThat(plan().getMetadata().getName()).isEqualTo(first.getMetadata().getName());

    SimulatedAgent slow = agent(used.get(1));
    slow.steps(30);
    world.settle();
    assertThat(nodes(plan())).hasSize(2).doesNotContain(slow.node()).contains(used.get(0));
    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    assertThat(plan().getSpec().plan().rejected())
        .singleElement()
        .extracting(rejected -> rejected.why())
        .asString()
        .contains(" ms a token against ");

    // What it runs no more is remembered of it for an hour.
    slow.steps(0);
    world.pass(World.DRAIN.plusMinutes(1));
    world.settle();
    assertThat(nodes(plan())).doesNotContain(slow.node());
    assertThat(status(slow).millisPerGigabyte()).isGreaterThan(100);
    assertThat(status(slow).measuredUntil()).isNotNull();
  }

  @Test
  void aStageThatMovesLoadsWhileItsChainServesOn() {
    SimulatedAgent spare = movedFrom(30);
    List<String> before = chain(host());
    String slow = before.get(0).equals(host().node()) ? before.get(1) : before.get(0);

    assertThat(role(spare).getRole()).isEqualTo(Role.ROLE_STAGE);
    assertThat(chain(spare)).contains(spare.node()).doesNotContain(slow);
    assertThat(before).doesNotContain(spare.node());
    assertThat(role(agent(slow)).getRole()).isEqualTo(Role.ROLE_STAGE);
    assertThat(world.condition("chat", "Serving")).startsWith("TRUE");

    spare.finishLoading();
    world.settle();
    assertThat(chain(host())).isEqualTo(chain(spare));
    assertThat(role(host()).getPlanEpoch()).isEqualTo(role(spare).getPlanEpoch());
    assertThat(agent(slow).assignment().getRolesList()).isEmpty();
    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
  }

  @Test
  void aStageTakesThePlaceOfTheVerifierThatLeavesNoRoomForIt() {
    String whole =
        split
            .substring(0, split.indexOf("  partition:"))
            .replace("  target:\n", "  target:\n    precision: Int8\n");
    agents[2].silence();
    world.manifest("a.yaml", whole);
    world.settle();
    assertThat(role(host()).getId()).endsWith("/verifier/0");

    world.manifest("a.yaml", whole.replace("precision: Int8", "precision: Fp32"));
    world.settle();

    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    assertThat(chain(host())).hasSize(2);
    assertThat(Arrays.stream(agents).mapToInt(agent -> agent.assignment().getRolesCount()).sum())
        .isEqualTo(2);
  }

  @Test
  void aChainThatLostAStageGoesOverAtOnce() {
    SimulatedAgent spare = movedFrom(30);
    List<String> before = chain(host());
    String slow = before.get(0).equals(host().node()) ? before.get(1) : before.get(0);

    agent(slow).silence();
    world.pass(Duration.ofSeconds(70));
    world.settle();

    assertThat(chain(host())).isEqualTo(chain(spare)).contains(spare.node());
  }

  /** A chain over two nodes whose first stage got slow: its plan moves it to a node that loads. */
  private SimulatedAgent movedFrom(double millis) {
    world.manifest(
        "a.yaml",
        split.substring(0, split.indexOf("  partition:")).replace("[Int4, Int8, Fp32]", "[Fp32]"));
    world.settle();
    List<String> used = nodes(plan());
    SimulatedAgent spare =
        Arrays.stream(agents).filter(it -> !used.contains(it.node())).findFirst().orElseThrow();
    for (SimulatedAgent agent : agents) {
      agent.steps(agent == spare ? 0 : 5);
    }
    world.settle();
    spare.takeTime();
    Arrays.stream(agents)
        .filter(it -> used.contains(it.node()) && it != host())
        .findFirst()
        .orElseThrow()
        .steps(millis);
    world.settle();
    return spare;
  }

  private SimulatedAgent host() {
    return Arrays.stream(agents)
        .filter(
            agent ->
                agent.assignment().getRolesList().stream()
                    .anyMatch(role -> role.getRole() == Role.ROLE_VERIFIER))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> chain(SimulatedAgent agent) {
    return role(agent).getChain().getStagesList().stream().map(StagePlace::getNode).toList();
  }

  private NodeStatus status(SimulatedAgent agent) {
    return world.folder().list(InferenceNode.class).stream()
        .filter(node -> node.getMetadata().getName().equals(agent.node()))
        .findFirst()
        .orElseThrow()
        .getStatus();
  }

  private SimulatedAgent agent(String node) {
    return Arrays.stream(agents).filter(it -> it.node().equals(node)).findFirst().orElseThrow();
  }

  private static List<String> nodes(PlacementPlan plan) {
    return plan.getSpec().plan().roles().stream().map(role -> role.node()).toList();
  }

  private PlacementPlan plan() {
    return world.folder().list(PlacementPlan.class).stream()
        .max(Comparator.comparingLong(plan -> plan.getSpec().plan().epoch()))
        .orElseThrow();
  }
}
