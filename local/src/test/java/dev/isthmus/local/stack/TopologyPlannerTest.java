package dev.isthmus.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.local.broker.BrokerListener;
import dev.isthmus.local.stack.Topology.AgentPart;
import dev.isthmus.local.stack.Topology.Door;
import dev.isthmus.local.stack.Topology.SitePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyPlannerTest {

  private static final String SITES =
      """
      kind: Site
      metadata: {name: edge}
      spec:
        tier: Edge
        pools: [{name: cpu, resources: {memory: 512Mi, cpu: 500m}}]
      ---
      kind: ModelPackage
      metadata: {name: m}
      spec: {unknown: 1}
      ---
      kind: Site
      metadata: {name: cloud}
      spec:
        tier: Cloud
        pools: [{name: cpu, replicas: 2}]
        router: {replicas: 1}
      """;

  @TempDir Path folder;

  private final AtomicInteger port = new AtomicInteger(100);

  private Topology plan(String manifest, String... closed) throws IOException {
    Path file = Files.writeString(folder.resolve("sites.yaml"), manifest);
    return new TopologyPlanner(SiteManifests.read(file), Set.of(closed), port::getAndIncrement)
        .plan(8080);
  }

  @Test
  void theCloudHostsTheBrokerAndTheEdgeServesTheApi() throws IOException {
    Topology topology = plan(SITES);
    assertThat(topology.hub()).isEqualTo("cloud");
    assertThat(topology.apiSite()).isEqualTo("edge");
    assertThat(topology.site("edge").routers().get(0).httpPort()).isEqualTo(8080);
  }

  @Test
  void everyReplicaOfAPoolIsANodeNamedAfterSiteAndPool() throws IOException {
    Topology topology = plan(SITES);
    assertThat(topology.site("cloud").agents())
        .extracting(AgentPart::name)
        .containsExactly("cloud-cpu-0", "cloud-cpu-1");
    AgentPart edge = topology.site("edge").agents().get(0);
    assertThat(edge.memory()).hasValue(512 << 20);
    assertThat(edge.cpus()).hasValue(1);
  }

  @Test
  void theEdgeReachesTheBrokerAtADoorThatTheBrokerAdvertises() throws IOException {
    Topology topology = plan(SITES);
    SitePart edge = topology.site("edge");
    Door door =
        topology.doors().stream()
            .filter(it -> edge.bootstrap().endsWith(":" + it.port()))
            .findFirst()
            .orElseThrow();
    assertThat(door.at()).isEqualTo("edge");
    assertThat(door.to()).isEqualTo("cloud");
    assertThat(topology.listeners().get(1))
        .isEqualTo(new BrokerListener(door.targetPort(), door.port()));
  }

  @Test
  void routersReachOneAnotherThroughDoorsInBothDirections() throws IOException {
    Topology topology = plan(SITES);
    for (String[] way : new String[][] {{"edge", "cloud"}, {"cloud", "edge"}}) {
      Map<String, String> peers = topology.site(way[0]).peers();
      int target = topology.site(way[1]).routers().get(0).grpcPort();
      Door door =
          topology.doors().stream()
              .filter(it -> it.targetPort() == target)
              .findFirst()
              .orElseThrow();
      assertThat(peers).containsExactly(Map.entry(way[1], "127.0.0.1:" + door.port()));
      assertThat(door.at()).isEqualTo(way[0]);
    }
  }

  @Test
  void noDoorLeadsIntoAClosedSiteAndItHoldsAStreamToTheHubInstead() throws IOException {
    Topology topology = plan(SITES, "edge");
    assertThat(topology.doors()).extracting(Door::to).containsOnly("cloud");
    SitePart edge = topology.site("edge");
    assertThat(edge.attach()).containsExactly(edge.peers().get("cloud"));
    SitePart cloud = topology.site("cloud");
    assertThat(cloud.attach()).isEmpty();
    assertThat(cloud.peers())
        .containsExactly(Map.entry("edge", "127.0.0.1:" + cloud.routers().get(0).grpcPort()));
  }

  @Test
  void aSiteOfTransportKafkaHasNoDoorButTheBrokers() throws IOException {
    Topology topology = plan(SITES.replace("tier: Edge", "tier: Edge\n  transport: Kafka"));
    assertThat(topology.doors()).hasSize(1);
    assertThat(topology.site("edge").kafkaOnly()).isTrue();
    assertThat(topology.site("edge").peers()).isEmpty();
    assertThat(topology.site("cloud").peers()).isEmpty();
  }

  @Test
  void theHubCannotBeClosed() {
    assertThatThrownBy(() -> plan(SITES, "cloud"))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "--nat cloud: the broker and the router that others dial are there; choose another"
                + " site");
  }

  @Test
  void aPeersVariableIsItsKeyAsTheEnvironmentSpellsIt() {
    assertThat(PartSpecs.peerVariable("edge-a")).isEqualTo("ISTHMUS_PEER_EDGE_A");
  }

  @Test
  void aManifestWithoutSitesIsRefusedWithAnExample() {
    assertThatThrownBy(() -> plan("kind: ModelPackage\n"))
        .isInstanceOf(StackException.class)
        .hasMessageEndingWith("has no Site; k8s/samples/quickstart.yaml shows what one looks like");
  }

  @Test
  void aSiteWithoutATierIsRefusedByName() {
    assertThatThrownBy(() -> plan("kind: Site\nmetadata: {name: a}\nspec: {}\n"))
        .isInstanceOf(StackException.class)
        .hasMessageEndingWith("Site a has no spec.tier; it is Cloud or Edge");
  }
}
