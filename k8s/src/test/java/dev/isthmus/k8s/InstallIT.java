package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chart, overlays and samples with real kubectl and Helm against a real API server, whose admission
 * decides about pods. No kubelet: pods are made and stay pending.
 */
class InstallIT {

  private static final String SITES = "sites.isthmus.dev";

  private static final String GONE = "--timeout=10m";

  private static final String ESTABLISHED = "--timeout=3m";

  @TempDir static Path folder;
  private static Cluster cluster;
  private static int namespaces;

  private final String namespace = "isthmus-" + ++namespaces;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void clear() {
    deleteDefinitions();
    cluster.attemptKubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  }

  private static void deleteDefinitions() {
    cluster.kubectl(
        "delete",
        "-f",
        Chart.FOLDER.resolve("crds").toString(),
        "--ignore-not-found",
        "--wait=false");
    cluster.awaitNoDefinitions();
  }

  private void install(String... settings) {
    cluster.restrictedNamespace(namespace);
    helm("install", Chart.FOLDER, settings);
  }

  private void helm(String verb, Path chart, String... settings) {
    Stream<String> set = Stream.of(settings).map(setting -> "--set=" + setting);
    Stream<String> command =
        Stream.of(
            verb, "isthmus", chart.toString(), "-n", namespace, "--set=trialBroker.enabled=true");
    cluster.helm(Stream.concat(command, set).toArray(String[]::new));
  }

  @Test
  void aRestrictedNamespaceAdmitsThePodsOfTheChartAndNoOthers() {
    install();

    cluster.awaitPods(namespace, "operator", 1);
    cluster.awaitPods(namespace, "broker", 1);
    Tool.Result other =
        cluster.attemptKubectl("-n", namespace, "run", "other", "--image=isthmus-operator");
    assertThat(other.code()).isNotZero();
    assertThat(other.err()).contains("violates PodSecurity \"restricted:latest\"");
    cluster.helm("uninstall", "isthmus", "-n", namespace);
  }

  @Test
  void helmLeavesDefinitionsAloneAndTheDocumentedCommandBringsTheNewOnes() throws IOException {
    install();
    Path next = nextVersion();

    helm("upgrade", next, "operator.replicas=2");

    assertThat(
            cluster
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("isthmus-operator")
                .get()
                .getSpec()
                .getReplicas())
        .isEqualTo(2);
    assertThat(description()).doesNotContain("of the next version");

    cluster.kubectl(
        "apply", "--server-side", "--force-conflicts", "-f", next.resolve("crds").toString());

    assertThat(description()).contains("of the next version");
    cluster.helm("uninstall", "isthmus", "-n", namespace);
  }

  @Test
  void uninstallingFirstKeepsDefinitionsAndWhatPeopleWrote() {
    install();
    applyQuickstart();

    cluster.helm("uninstall", "isthmus", "-n", namespace, "--wait");

    assertThat(cluster.kubectl("get", "cis,isite,mpkg", "-A", "-o", "name").lines()).hasSize(5);
    assertThat(remains()).isEmpty();

    cluster.kubectl("delete", "cis,isite,mpkg", "-A", "--all", GONE);
    deleteDefinitions();
    assertThat(cluster.client().apiextensions().v1().customResourceDefinitions().list().getItems())
        .isEmpty();
  }

  @Test
  void removingResourcesAndDefinitionsFirstNeedsNoOperatorAndLeavesNothingEither() {
    install();
    applyQuickstart();

    deleteDefinitions();
    cluster.helm("uninstall", "isthmus", "-n", namespace, "--wait");

    assertThat(remains()).isEmpty();
    assertThat(cluster.client().apiextensions().v1().customResourceDefinitions().list().getItems())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single-cluster", "cloud-edge/cloud", "cloud-edge/edge"})
  void anOverlayIsAppliedStrictlyAndItsPodsAreAdmitted(String overlay) {
    String path = Tool.K8S.resolve("overlays").resolve(overlay).toString();
    cluster.kubectl("apply", "--server-side", "--validate=strict", "-k", path);

    if (overlay.endsWith("edge")) {
      cluster.awaitPods("isthmus-edge", "agent", 1);
      cluster.awaitPods("isthmus-edge", "router", 1);
    } else {
      cluster.awaitPods(Chart.NAMESPACE, "operator", 1);
    }
    cluster.kubectl("delete", "-k", path, "--wait=false");
    cluster.awaitNoDefinitions();
    cluster.kubectl("delete", "-k", path, "--ignore-not-found", GONE);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsTakenByStrictValidation(Path sample) {
    cluster.kubectl("apply", "--server-side", "-f", Tool.K8S.resolve("crds").toString());
    cluster.kubectl("wait", "--for=condition=Established", "crd/" + SITES, ESTABLISHED);
    cluster.kubectl(
        "apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", sample.toString());
  }

  static List<Path> samples() throws IOException {
    return ShippedFiles.list(Tool.K8S.resolve("samples"));
  }

  private void applyQuickstart() {
    cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", ESTABLISHED);
    cluster.kubectl("apply", "-f", Tool.K8S.resolve("samples/quickstart.yaml").toString());
  }

  /** What is still there of the release. */
  private String remains() {
    String label = "app.kubernetes.io/instance=isthmus";
    return cluster.kubectl(
            "-n",
            namespace,
            "get",
            "deploy,sts,svc,cm,sa,role,rolebinding,pdb,netpol,pod",
            "-l",
            label,
            "--ignore-not-found",
            "-o",
            "name")
        + cluster.kubectl("get", "clusterrole,clusterrolebinding", "-l", label, "-o", "name");
  }

  private static String description() {
    CustomResourceDefinition sites =
        cluster.client().apiextensions().v1().customResourceDefinitions().withName(SITES).get();
    return sites.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema().getDescription()
        + "";
  }

  /** A copy of the chart in which the definition of sites has changed. */
  private static Path nextVersion() throws IOException {
    Path copy = folder.resolve("next");
    try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(Chart.FOLDER.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    Path sites = copy.resolve("crds/sites.isthmus.dev.yaml");
    List<ObjectNode> definitions = Manifests.read(Files.readString(sites));
    ObjectNode schema =
        (ObjectNode) definitions.get(0).at("/spec/versions/0/schema/openAPIV3Schema");
    schema.put("description", "of the next version");
    Files.writeString(sites, Manifests.write(definitions));
    return copy;
  }
}
