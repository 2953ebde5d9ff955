package dev.isthmus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.up.Launcher.Result;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Site;
import dev.isthmus.testkit.kube.KubeApiServer;
import dev.isthmus.testkit.kube.KubeBinaries;
import dev.isthmus.testkit.kube.KubeUser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a person with a kubeconfig, against a real API server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

  private static final long LIMIT = 480;
  private static final String QUICKSTART =
      Path.of("..", "k8s", "samples", "quickstart.yaml").toAbsolutePath().toString();
  private static final String SITE =
      """
      apiVersion: isthmus.dev/v1alpha1
      kind: Site
      metadata: {name: %s}
      spec: {tier: Edge}
      """;

  @TempDir static Path folder;

  private static KubeApiServer server;
  private static KubernetesClient cluster;
  private static Launcher isthmus;

  @BeforeAll
  static void start() throws IOException {
    Path kube = Files.createDirectory(folder.resolve("kube"));
    server = KubeApiServer.start(KubeBinaries.ofThisBuild(), kube);
    cluster = server.client();
    isthmus =
        new Launcher(folder, Map.of("KUBECONFIG", server.kubeconfig(KubeUser.ADMIN).toString()));
  }

  @AfterAll
  static void end() {
    isthmus.run(LIMIT, "down");
    cluster.close();
    server.close();
  }

  @Test
  @Order(1)
  void aClusterWithoutDefinitionsIsToldHowToGetThem() {
    Result status = isthmus.run(LIMIT, "status", "--kube");

    assertThat(status.code()).isEqualTo(1);
    assertThat(status.err())
        .startsWith("error: ")
        .contains("install the definitions: kubectl apply --server-side -f k8s/crds");
  }

  @Test
  @Order(2)
  void anUnknownContextIsNamed() {
    Result status = isthmus.run(LIMIT, "status", "--context", "nowhere");

    assertThat(status.code()).isEqualTo(1);
    assertThat(status.err()).contains("has no context \"nowhere\"").hasLineCount(1);
  }

  @Test
  @Order(3)
  void whatSomebodyElseMadeIsNotTakenOver() {
    server.define();
    site("elsewhere");
    site("edge");

    Result up = isthmus.run(LIMIT, "up", "--kube", "--detach", "--port", "0");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err()).contains("Site edge is in cluster").contains("was not made by this");
    assertThat(names()).containsExactlyInAnyOrder("elsewhere", "edge");
    cluster.resources(Site.class).withName("edge").delete();
  }

  @Test
  @Order(4)
  void upServesWhatTheClusterHolds() throws IOException {
    Result up = isthmus.run(LIMIT, "up", "--kube", "--detach", "--port", "0");

    assertThat(up.code()).as(up.err()).isZero();
    Site cloud = cluster.resources(Site.class).withName("cloud").get();
    assertThat(cloud.getSpec().pools()).isNullOrEmpty();
    Result chat =
        isthmus.run(LIMIT, "chat", "--temperature", "0", "--max-tokens", "8", "Name a colour.");
    assertThat(chat.code()).as(chat.err()).isZero();
    assertThat(chat.out()).isNotBlank();
    JsonNode fleet = Json.read(isthmus.run(LIMIT, "status", "--kube", "-o", "json").out());
    assertThat(fleet.path("services").path(0).path("ready").asBoolean()).isTrue();
    assertThat(fleet.path("nodes").findValuesAsText("name")).contains("cloud-cpu-0", "edge-cpu-0");
  }

  @Test
  @Order(5)
  void planSaysWhatTheClusterWouldDo() {
    Result plan = isthmus.run(LIMIT, "plan", "--kube", "-f", QUICKSTART);

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("cloud-cpu-0").contains("edge-cpu-0");
  }

  @Test
  @Order(6)
  void downTakesAwayWhatUpMadeAndNothingElse() {
    Result down = isthmus.run(LIMIT, "down");

    assertThat(down.code()).as(down.err()).isZero();
    assertThat(names()).containsExactly("elsewhere");
  }

  private static void site(String name) {
    cluster.resource(Serialization.unmarshal(SITE.formatted(name), Site.class)).create();
  }

  private static List<String> names() {
    return Stream.of(
            Site.class,
            ModelPackage.class,
            CollaborativeInferenceService.class,
            InferenceNode.class,
            PlacementPlan.class)
        .flatMap(kind -> resources(kind).stream())
        .map(resource -> resource.getMetadata().getName())
        .toList();
  }

  private static <R extends HasMetadata> List<R> resources(Class<R> kind) {
    return cluster.resources(kind).inAnyNamespace().list().getItems();
  }
}
