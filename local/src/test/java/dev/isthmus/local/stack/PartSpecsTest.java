package dev.isthmus.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.process.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartSpecsTest {

  @TempDir private Path folder;

  @Test
  void everyPartHasASessionOfItsOwnSoThatATerminalsInterruptReachesOnlyTheSupervisor()
      throws IOException {
    Path manifest =
        Files.writeString(
            folder.resolve("sites.yaml"),
            """
            kind: Site
            metadata: {name: cloud}
            spec: {tier: Cloud, pools: [{name: cpu}]}
            """);
    AtomicInteger port = new AtomicInteger(20_000);
    Topology topology =
        new TopologyPlanner(SiteManifests.read(manifest), Set.of(), port::getAndIncrement)
            .plan(8080);
    PartSpecs specs =
        new PartSpecs(
            StackSettings.of(manifest, folder, folder, folder).apiPort(8080).build(),
            topology,
            new Instance(folder),
            Map.of());
    Topology.SitePart cloud = topology.site("cloud");

    List<ChildSpec> all =
        List.of(
            specs.broker(),
            specs.operator(),
            specs.agent(cloud, cloud.agents().get(0)),
            specs.router(cloud, cloud.routers().get(0)));

    List<String> prefix = OwnSession.find(System.getenv("PATH")).prefix(List.of());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThat(all)
        .allSatisfy(
            part ->
                assertThat(part.command().subList(0, prefix.size() + 1))
                    .startsWith(prefix.toArray(String[]::new))
                    .endsWith(java));
  }
}
