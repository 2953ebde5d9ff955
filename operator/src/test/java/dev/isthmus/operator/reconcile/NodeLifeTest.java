package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.operator.fleet.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a node is gone for good. */
class NodeLifeTest {

  private static final long GIB = 1L << 30;
  private static final Duration STALE = Duration.ofSeconds(30);
  private static final Duration LOSS = Duration.ofSeconds(70);

  @TempDir Path root;
  private World world;
  private String quickstart;
  private SimulatedAgent cloud;
  private SimulatedAgent spare;
  private SimulatedAgent edge;

  @BeforeEach
  void quickstart() throws IOException {
    quickstart = Files.readString(Path.of("..", "k8s", "samples", "quickstart.yaml"));
    world = new World(root);
    world.manifest("a.yaml", quickstart);
    cloud = world.agent("cloud-cpu-0", "cloud", GIB).of("cpu");
    spare = world.agent("cloud-cpu-1", "cloud", GIB);
    edge = world.agent("edge-cpu-0", "edge", GIB / 2).of("cpu");
    world.settle();
  }

  @Test
  void aNodeThatLeavesWithItsPoolIsGone() {
    world.manifest(
        "a.yaml", quickstart.replaceFirst("(?s)(name: edge\\n.*?)name: cpu", "$1name: gpu"));
    edge.leave();
    world.settle();
    edge.silence();

    world.pass(STALE);

    assertThat(isThere("edge-cpu-0")).isFalse();
    assertThat(isThere("cloud-cpu-0")).isTrue();
  }

  @Test
  void aNodeBeyondItsPoolsReplicasIsGoneOnceItIsUnreachable() {
    SimulatedAgent second = world.agent("edge-cpu-1", "edge", GIB / 2).of("cpu");
    world.settle();
    second.silence();

    world.pass(STALE);
    assertThat(isThere("edge-cpu-1")).as("it may come back").isTrue();
    world.pass(LOSS);

    assertThat(isThere("edge-cpu-1")).isFalse();
  }

  @Test
  void aNodeThatItsPoolWantsStaysHoweverLongItIsSilent() {
    edge.leave();
    world.settle();
    edge.silence();

    world.pass(LOSS);

    assertThat(isThere("edge-cpu-0")).isTrue();
  }

  @Test
  void aDeviceOfNoPoolStaysUntilAPersonDeletesItAndComesBackWhenItIsHeard() {
    SimulatedAgent device = world.agent("till-7", "edge", GIB / 2);
    world.settle();
    device.silence();
    world.pass(LOSS);
    assertThat(isThere("till-7")).isTrue();

    world.delete("till-7");
    world.pass(STALE);
    assertThat(isThere("till-7")).isFalse();

    device.speak();
    world.pass(STALE);
    assertThat(isThere("till-7")).isTrue();
  }

  @Test
  void aLiveNodeThatAPersonDeletesComesBack() {
    world.delete("edge-cpu-0");

    world.pass(STALE);

    assertThat(isThere("edge-cpu-0")).isTrue();
  }

  @Test
  void anOperatorOverABrokerThatLostAllAwaitsTheNodesOfThePlan() {
    String plan = world.service("chat").getStatus().planRef();
    cloud.silence();
    edge.silence();
    world.restartWithoutTopics();
    spare.speak();

    world.settle();
    assertThat(world.service("chat").getStatus().planRef()).isEqualTo(plan);
    assertThat(world.condition("chat", "Degraded")).contains("cloud-cpu-0");

    cloud.speak();
    edge.speak();
    world.pass(STALE);
    assertThat(world.service("chat").getStatus().planRef()).isEqualTo(plan);
    assertThat(cloud.assignment().getRolesCount()).isOne();
    assertThat(spare.assignment().getRolesCount()).isZero();
  }

  @Test
  void aNodeOfThePlanThatDoesNotComeBackIsReplaced() {
    cloud.silence();
    world.restartWithoutTopics();
    spare.speak();
    edge.speak();

    world.pass(LOSS);

    assertThat(spare.assignment().getRolesCount()).isOne();
  }

  @Test
  void nodesOfAnEarlierFleetThatNeverComeBackHoldNothingUp() {
    cloud.silence();
    edge.silence();
    world.restartWithoutTopics();
    spare.speak();

    world.pass(LOSS);

    assertThat(world.condition("chat", "Degraded")).doesNotContain("HeartbeatsLost");
    assertThat(spare.assignment().getRolesCount()).isOne();
  }

  private boolean isThere(String node) {
    return world.folder().get(InferenceNode.class, null, node).isPresent();
  }
}
