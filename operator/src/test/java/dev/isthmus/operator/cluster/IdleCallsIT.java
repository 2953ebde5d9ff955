package dev.isthmus.operator.cluster;

import dev.isthmus.local.simulate.SimulatedFleet;
import dev.isthmus.operator.fleet.OperatorRun;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleCallsIT {
  @Test
  void idle(@TempDir Path folder) throws Exception {
    EmbeddedKafkaBroker broker =
        new EmbeddedKafkaBroker().withNodeId(0).withDeleteLogDirsOnClose(true).start();
    String bootstrap = broker.getAdvertisedListeners().split(",")[0].replaceFirst("^.*://", "");
    try (Cluster cluster = new Cluster(folder);
        SimulatedFleet fleet = OperatorRun.fleet(bootstrap);
        OperatorRun operator = cluster.operator(bootstrap)) {
      for (int i = 0; i < 20; i++) {
        fleet.agent("cloud-cpu-" + i, "cloud", 1L << 30);
      }
      fleet.agent("edge-cpu-0", "edge", 1L << 29).of("cpu");
      fleet.router("edge-router-0", "edge");
      fleet.router("cloud-router-0", "cloud");
      cluster.apply(Path.of("..", "k8s", "samples", "quickstart.yaml"));
      operator.await("Ready", () -> cluster.holds("chat", "Ready"));
      Thread.sleep(30_000);
      List<String> before = Files.readAllLines(cluster.server().auditLog());
      Thread.sleep(600_000);
      List<String> after = Files.readAllLines(cluster.server().auditLog());
      Files.write(Path.of("/tmp/idle-audit.json"), after.subList(before.size(), after.size()));
    } finally {
      broker.close();
    }
  }
}
