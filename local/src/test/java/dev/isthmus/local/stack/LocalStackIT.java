package dev.isthmus.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.process.ChildExit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker and real links; operator, agents and routers only say how they were configured. */
class LocalStackIT {

  private static final String SITES =
      """
      kind: Site
      metadata: {name: cloud}
      spec: {tier: Cloud, pools: [{name: cpu, resources: {memory: 1Gi, cpu: 1}}]}
      ---
      kind: Site
      metadata: {name: edge}
      spec: {tier: Edge, pools: [{name: cpu}]}
      """;

  @TempDir Path folder;

  private final BlockingQueue<ChildExit> exits = new LinkedBlockingQueue<>();
  private Path manifest;

  @BeforeEach
  void writeTheManifest() throws IOException {
    manifest = Files.writeString(folder.resolve("sites.yaml"), SITES);
  }

  private StackSettings settings(Path home, int port) {
    return StackSettings.of(manifest, home, folder.resolve("instance"), folder.resolve("cache"))
        .wan(LinkProfile.ofRoundTrip(Duration.ofMillis(2)))
        .apiPort(port)
        .seed(7)
        .onExit(exits::add)
        .build();
  }

  private static List<String> configuration(LocalStack stack, String part) throws IOException {
    Path log = stack.instance().log(part);
    while (!Files.exists(log) || !Files.readString(log).endsWith("configured\n")) {
      if (stack.part(part).awaitEnd(Duration.ofMillis(20))) {
        break;
      }
    }
    return Files.readAllLines(log);
  }

  @Test
  void everyPartIsStartedWithItsConfigurationAndNoneIsLeftAfterClosing() throws Exception {
    Instance instance = new Instance(folder.resolve("instance"));
    Map<String, ProcessHandle> parts;
    try (LocalStack stack = LocalStack.start(settings(FakeHome.in(folder.resolve("home")), 0))) {
      assertThat(stack.parts())
          .containsExactly(
              "broker", "cloud-cpu-0", "cloud-router-0", "edge-cpu-0", "edge-router-0", "operator");
      assertThat(configuration(stack, "cloud-cpu-0"))
          .contains(
              "ISTHMUS_NODE=cloud-cpu-0",
              "ISTHMUS_MEMORY=1073741824",
              "ISTHMUS_THREADS=1",
              "KAFKA_BOOTSTRAP_SERVERS=" + stack.bootstrap());
      assertThat(configuration(stack, "edge-router-0"))
          .contains(
              "ISTHMUS_SITE=edge",
              "ISTHMUS_PEER_CLOUD=" + stack.topology().site("edge").peers().get("cloud"),
              "ISTHMUS_TLS_CERT=" + folder.resolve("instance/tls/edge/tls.crt"));
      assertThat(configuration(stack, "operator"))
          .contains("ISTHMUS_FOLDER_STATE=" + stack.stateFolder());
      assertThat(instance.running().orElseThrow().endpoint())
          .isEqualTo(stack.endpoint("edge").toString());
      assertThatThrownBy(() -> LocalStack.start(settings(folder.resolve("home"), 0)))
          .isInstanceOf(StackException.class)
          .hasMessageStartingWith("one is running already at " + stack.endpoint());
      stack.part("edge-cpu-0").crash();
      assertThat(exits.poll(180, TimeUnit.SECONDS).name()).isEqualTo("edge-cpu-0");
      parts = instance.parts();
    }
    assertThat(parts.values()).noneMatch(ProcessHandle::isAlive);
    assertThat(instance.parts()).isEmpty();
    assertThat(instance.running()).isEmpty();
  }

  @Test
  void aPortThatIsUsedIsRefusedWithTheWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackSettings settings = settings(folder, taken.getLocalPort());
      assertThatThrownBy(() -> LocalStack.start(settings))
          .hasMessage(
              "port %d is used by another process; choose another with --port"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void modulesThatAreNotBuiltAreNamedWithTheWayOut() {
    assertThatThrownBy(() -> LocalStack.start(settings(folder.resolve("nowhere"), 0)))
        .isInstanceOf(StackException.class)
        .hasMessageEndingWith(
            "operator/target/quarkus-app/quarkus-run.jar is missing; build it with: mvn -q -DskipTests package");
  }
}
