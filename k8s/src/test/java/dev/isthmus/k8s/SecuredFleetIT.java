package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped processes at a broker with TLS, SCRAM and an authorizer, each under the shipped rules
 * of its own identity, from an empty broker until an answer comes.
 */
class SecuredFleetIT {

  private static final String MANIFEST =
      """
      apiVersion: isthmus.dev/v1alpha1
      kind: Site
      metadata: {name: cloud}
      spec:
        tier: Cloud
        pools: [{name: cpu, replicas: 1, resources: {memory: 512Mi, cpu: 1}}]
        router: {replicas: 1}
      ---
      apiVersion: isthmus.dev/v1alpha1
      kind: Site
      metadata: {name: edge}
      spec:
        tier: Edge
        pools: [{name: cpu, replicas: 1, resources: {memory: 512Mi, cpu: 1}}]
      ---
      apiVersion: isthmus.dev/v1alpha1
      kind: ModelPackage
      metadata: {name: tiny-moe, namespace: default}
      spec:
        source: {uri: "file:models/tiny-moe"}
        precisions: [Fp32]
      ---
      apiVersion: isthmus.dev/v1alpha1
      kind: CollaborativeInferenceService
      metadata: {name: chat, namespace: default}
      spec:
        model: tiny-moe
        target: {siteSelector: {tier: Cloud}}
      """;

  @TempDir static Path folder;
  private static SecuredBroker broker;
  private static SecuredFleet fleet;
  private static StateFolder state;
  private static URI api;

  @BeforeAll
  static void start() throws Exception {
    broker = new SecuredBroker(Files.createDirectories(folder.resolve("broker")));
    broker.admit(KafkaUsers.shipped());
    Path own = Files.createDirectories(folder.resolve("fleet"));
    Path manifests = Files.createDirectories(folder.resolve("manifests"));
    Files.writeString(manifests.resolve("all.yaml"), MANIFEST);
    fleet = new SecuredFleet(own);
    state = new StateFolder(fleet.state());
    fleet.operator(broker.user("isthmus-operator"), manifests);
    fleet.agent(broker.user("isthmus-site-cloud"), "cloud");
    fleet.agent(broker.user("isthmus-site-edge"), "edge");
    api = fleet.router(broker.user("isthmus-site-cloud"), "cloud");
    Cluster.await("Ready", SecuredFleetIT::isReady);
  }

  @AfterAll
  static void stop() {
    fleet.close();
    broker.close();
  }

  private static boolean isReady() {
    try {
      return state
          .get(CollaborativeInferenceService.class, "default", "chat")
          .filter(service -> service.getStatus() != null)
          .flatMap(service -> service.getStatus().condition("Ready"))
          .filter(Condition::holds)
          .isPresent();
    } catch (UncheckedIOException e) {
      return false; // replaced while it was read
    }
  }

  @Test
  void nodesOfBothSitesAreKnownAndTheRouterAnswers() {
    assertThat(state.list(InferenceNode.class))
        .extracting(node -> node.getMetadata().getName())
        .containsExactlyInAnyOrder("cloud-cpu-0", "edge-cpu-0");
    assertThat(new Question(api.toString(), 16).text()).isNotEmpty();
  }

  @Test
  void noFileOfAnyProcessHoldsAPassword() throws IOException {
    assertThat(Files.readString(fleet.log("cloud-cpu-0")))
        .contains("AbstractLogin] Successfully logged in");
    try (Stream<Path> files = Files.walk(folder.resolve("fleet"))) {
      List<Path> holding =
          files.filter(Files::isRegularFile).filter(SecuredFleetIT::holdsAPassword).toList();
      assertThat(holding).isEmpty();
    }
  }

  private static boolean holdsAPassword(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          .contains(SecuredBroker.PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
