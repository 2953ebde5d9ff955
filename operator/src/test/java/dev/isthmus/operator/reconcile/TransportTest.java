package dev.isthmus.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.fleet.World;
import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.protocol.v1.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sites that let nothing through but the broker. */
class TransportTest {

  private static final long GIB = 1L << 30;

  @TempDir Path root;
  private World world;
  private SimulatedRouter router;

  @BeforeEach
  void twoSites() throws IOException {
    Files.createDirectories(root.resolve("manifests"));
    world = new World(root);
    world.router("cloud-router-0", "cloud");
    router = world.router("edge-router-0", "edge");
    world.agent("cloud-cpu-0", "cloud", GIB);
    world.agent("edge-cpu-0", "edge", GIB / 2);
  }

  @Test
  void aRouteSaysHowTheSiteOfEachWorkerIsReached() throws IOException {
    world.manifest("a.yaml", sample("kafka-only.yaml"));
    world.settle();
    assertThat(world.condition("chat", "Ready")).isEqualTo("TRUE AsWanted: it is served");
    assertThat(router.route("default/chat").getWorkersList())
        .extracting(RouteWorker::getSite, RouteWorker::getTransport)
        .containsExactlyInAnyOrder(
            tuple("cloud", Transport.TRANSPORT_GRPC), tuple("edge", Transport.TRANSPORT_KAFKA));
  }

  @Test
  void stagesThatWouldHaveToBeJoinedOverKafkaAreAConditionByName() throws IOException {
    world.manifest(
        "a.yaml",
        sample("text-stays.yaml")
            .replace("tier: Edge\n  pools", "tier: Edge\n  transport: Kafka\n  pools"));
    world.settle();
    assertThat(world.condition("chat", "Planned"))
        .isEqualTo(
            "FALSE TransportUnsupported: stages of smollm2 at site edge cannot be joined with those"
                + " of other sites: nothing but Kafka's records passes");
  }

  @Test
  void anAddressAndTransportKafkaTogetherAreRefusedByName() throws IOException {
    world.manifest(
        "a.yaml",
        sample("kafka-only.yaml")
            .replace("transport: Kafka", "transport: Kafka\n  address: e:9090"));
    world.settle();
    assertThat(world.folder().refused())
        .extracting(refused -> refused.oneLine())
        .anySatisfy(line -> assertThat(line).contains("a site of transport Kafka is not dialled"));
  }

  private static String sample(String name) throws IOException {
    return Files.readString(Path.of("..", "k8s", "samples", name));
  }
}
