package dev.isthmus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.up.Launcher.Result;
import dev.isthmus.crds.schema.CrdFiles;
import dev.isthmus.testkit.kube.KubeApiServer;
import dev.isthmus.testkit.kube.KubeBinaries;
import dev.isthmus.testkit.kube.KubeUser;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator under a hundred agents, by the command that measures it. */
class FleetBenchIT {

  private static final long LIMIT = 540;

  @TempDir static Path folder;

  @Test
  void heartbeatsAndARestartCauseNoWriteAndEveryChangeIsAssigned() throws IOException {
    check(new Launcher(folder));
  }

  @Test
  void soItIsOverAnApiServerWhichIsLeftEmpty() throws IOException {
    Path kube = Files.createDirectory(folder.resolve("kube"));
    try (KubeApiServer server = KubeApiServer.start(KubeBinaries.ofThisBuild(), kube);
        KubernetesClient cluster = server.client()) {
      server.define();
      Path kubeconfig = server.kubeconfig(KubeUser.ADMIN);

      check(new Launcher(folder), "--kubeconfig", kubeconfig.toString());

      assertThat(CrdFiles.RESOURCES)
          .allSatisfy(
              kind ->
                  assertThat(cluster.resources(kind).inAnyNamespace().list().getItems()).isEmpty());
    }
  }

  private static void check(Launcher isthmus, String... source) throws IOException {
    List<String> command =
        List.of("bench fleet --nodes 100 --sites 10 --services 20 --changes 5 -o json".split(" "));
    Result bench =
        isthmus.run(
            LIMIT, Stream.concat(command.stream(), Stream.of(source)).toArray(String[]::new));

    assertThat(bench.code()).as(bench.err()).isZero();
    JsonNode figures = Json.read(bench.out());
    assertThat(figures.path("changes").asInt()).isEqualTo(5);
    assertThat(figures.path("changeP50").asDouble()).isPositive();
    assertThat(figures.path("heartbeats").asLong()).isEqualTo(720 * (100 + 10));
    assertThat(figures.path("heartbeatWrites").asLong()).isZero();
    assertThat(figures.path("restartAssignments").asLong()).isZero();
    assertThat(figures.path("operatorPeakMebibytes").asLong()).isBetween(1L, 512L);
  }

  @Test
  void aFleetThatCannotBeIsRefusedInOneLine() {
    Result bench = new Launcher(folder).run(LIMIT, "bench", "fleet", "--nodes", "3");

    assertThat(bench.code()).isEqualTo(2);
    assertThat(bench.err()).contains("--nodes 3 --sites 50").contains("a node at each site");
  }
}
