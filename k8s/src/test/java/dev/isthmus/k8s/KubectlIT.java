package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.testkit.kube.KubeApiServer;
import dev.isthmus.testkit.kube.KubeBinaries;
import dev.isthmus.testkit.kube.KubeUser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person with kubectl sees and may do. */
class KubectlIT {

  @TempDir static Path folder;
  private static KubeApiServer server;
  private static Tool kubectl;

  @BeforeAll
  static void start() {
    server = KubeApiServer.start(KubeBinaries.ofThisBuild(), folder);
    server.define();
    kubectl = Tool.kubectl().at(server.kubeconfig(KubeUser.ADMIN));
    kubectl.run("apply", "-f", Tool.K8S.resolve("samples/quickstart.yaml").toString());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void explainTellsUnitDefaultAndMeaningOfAField() {
    assertThat(kubectl.run("explain", "cis.spec.offline.after"))
        .contains("FIELD: after <string>")
        .contains("a whole number of ms, s or m");
    assertThat(kubectl.run("explain", "cis")).contains("A model that is served");
    assertThat(kubectl.run("explain", "isite.spec.tier")).contains("ENUM:", "Cloud", "Edge");
    assertThat(kubectl.run("explain", "iplan.spec.plan.roles.kvBytes")).contains("Bytes");
  }

  @Test
  void aServiceIsShownInTheOrderInWhichItIsRead() {
    assertThat(columns("cis"))
        .containsExactly("NAME", "READY", "REASON", "MODEL", "MODE", "EDGE", "CLOUD", "URL", "AGE");
    assertThat(columns("cis", "-o", "wide"))
        .endsWith("AGE", "DRAFT", "GOAL", "REPLICAS", "PLAN", "MESSAGE");
    assertThat(kubectl.run("get", "isthmus", "-o", "name").lines())
        .contains(
            "site.isthmus.dev/edge",
            "modelpackage.isthmus.dev/smollm2",
            "collaborativeinferenceservice.isthmus.dev/chat");
  }

  @Test
  void scaleSetsTheNumberOfVerifiers() {
    kubectl.run("scale", "cis/chat", "--replicas=3");
    assertThat(kubectl.run("get", "cis/chat", "-o", "jsonpath={.spec.target.replicas}"))
        .isEqualTo("3");
    assertThat(kubectl.attempt("scale", "cis/chat", "--replicas=65").err())
        .contains("should be less than or equal to 64");
  }

  @Test
  void waitReturnsOnceTheConditionHolds() {
    assertThat(
            kubectl
                .attempt("wait", "--for=condition=Ready", "mpkg/smollm2", "--timeout=100ms")
                .err())
        .contains("timed out waiting for the condition");
    status("mpkg/smollm2", "\"conditions\": [%s]".formatted(ready()));
    assertThat(kubectl.run("wait", "--for=condition=Ready", "mpkg/smollm2", "--timeout=3m"))
        .contains("condition met");
  }

  @Test
  void aModelThatNodesHoldKeepsItsFiles() {
    String digest = "sha256:" + "ab".repeat(32);
    status("mpkg/smollm2-draft", "\"facts\": {\"digest\": \"%s\"}".formatted(digest));
    Tool.Result other = source("{\"uri\": \"file:elsewhere\"}");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("make another ModelPackage and name it in the service");
    assertThat(spec("{\"quality\": {\"maxExpertError\": 0.1}}").err())
        .contains("spec.quality.maxExpertError: Invalid value");
    assertThat(source("{\"uri\": \"file:elsewhere\", \"digest\": \"%s\"}".formatted(digest)).code())
        .isZero();
  }

  private static List<String> columns(String... what) {
    String[] command = new String[what.length + 1];
    command[0] = "get";
    System.arraycopy(what, 0, command, 1, what.length);
    return List.of(kubectl.run(command).lines().findFirst().orElseThrow().split("\\s+"));
  }

  private static void status(String resource, String fields) {
    kubectl.run(
        "patch",
        resource,
        "--subresource=status",
        "--type=merge",
        "--patch={\"status\": {%s}}".formatted(fields));
  }

  private static Tool.Result source(String source) {
    return spec("{\"source\": %s}".formatted(source));
  }

  private static Tool.Result spec(String spec) {
    return kubectl.attempt(
        "patch", "mpkg/smollm2-draft", "--type=merge", "--patch={\"spec\": %s}".formatted(spec));
  }

  private static String ready() {
    return """
    {"type": "Ready", "status": "True", "observedGeneration": 1, "reason": "Inspected",
     "lastTransitionTime": "2026-01-01T00:00:00Z"}""";
  }
}
