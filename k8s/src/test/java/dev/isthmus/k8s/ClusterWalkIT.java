package dev.isthmus.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.certificates.SiteFiles;
import dev.isthmus.local.certificates.ThrowawayAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart on a real cluster, from its installation until nothing is left: our own images in
 * restricted pods, kubelet, containerd, kube-proxy and DNS; where the machine can have none of
 * these, on a real API server with a process for each pod.
 */
class ClusterWalkIT {

  private static final String NAMESPACE = "isthmus-system";
  private static final String LIMIT = "--timeout=8m";
  private static final int PORT = 8080;
  private static final int TOKENS = 48;
  private static final int MANY_TOKENS = 400;

  /** As for all processes of tests, which live for seconds (tests.jvm in pom.xml). */
  private static final String COMPILE_ONCE = "-XX:TieredStopAtLevel=1";

  @TempDir static Path folder;

  private static WalkCluster cluster;
  private static String answer;
  private static Question story;

  @BeforeAll
  static void start() throws IOException {
    cluster = WalkCluster.start(folder);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
      assertThat(
              ProcessHandle.allProcesses()
                  .flatMap(process -> process.info().commandLine().stream()))
          .as("processes of the node are gone with it")
          .noneMatch(command -> command.contains(folder.toString()));
    }
  }

  /** One story: each step needs those before it. */
  @Test
  void fromInstallationUntilNothingIsLeft() {
    theChartAndTheQuickstartAreReady();
    theRoutersServiceAnswers();
    anEdgePodThatIsDeletedComesBackAndTheAnswerIsTheSame();
    withoutTheEdgePoolTheServiceGoesOn();
    aStreamOutlivesAnUpgradeByteForByte();
    whatIsDeletedLeavesNothing();
  }

  private void theChartAndTheQuickstartAreReady() {
    cluster.kubectl("create", "namespace", NAMESPACE);
    cluster.kubectl(
        "label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
    ThrowawayAuthority authority = new ThrowawayAuthority(Clock.systemUTC());
    secret(authority, "cloud");
    secret(authority, "edge");
    helm("install", WalkCluster.FIRST);
    cluster.kubectl("apply", "-f", Tool.K8S.resolve("samples/quickstart.yaml").toString());

    awaitReady();
    sayWhenItWasReady();
    for (String router : List.of("edge-router", "cloud-router")) {
      cluster.kubectl("-n", NAMESPACE, "rollout", "status", "deployment/" + router, LIMIT);
      Cluster.await(router + "'s Service leads there", () -> isOpen(router));
    }

    assertThat(pods("isthmus-agent")).containsExactlyInAnyOrder("cloud-cpu-0", "edge-cpu-0");
    assertThat(pods("isthmus-router")).hasSize(2);
  }

  /** Said, not asserted: the machine's speed has a part in it. */
  private static void sayWhenItWasReady() {
    Instant registered =
        Stream.of(
                cluster
                    .kubectl(
                        "get", "inode", "-o", "jsonpath={.items[*].metadata.creationTimestamp}")
                    .split(" "))
            .map(Instant::parse)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Instant ready =
        Instant.parse(
            cluster.kubectl(
                "get",
                "cis",
                "chat",
                "-o",
                "jsonpath={.status.conditions[?(@.type==\"Ready\")].lastTransitionTime}"));
    System.out.printf(
        "Ready %d s after the last agent had registered%n",
        Duration.between(registered, ready).toSeconds());
  }

  private void theRoutersServiceAnswers() {
    answer = ask("edge");

    story = new Question(router("cloud"), MANY_TOKENS);
    assertThat(answer).isNotBlank().isEqualTo(ask("cloud"));
  }

  private void anEdgePodThatIsDeletedComesBackAndTheAnswerIsTheSame() {
    String before = uid("edge-cpu-0");

    cluster.kubectl("-n", NAMESPACE, "delete", "pod", "edge-cpu-0");
    cluster.kubectl("-n", NAMESPACE, "rollout", "status", "statefulset/edge-cpu", LIMIT);
    awaitReady();

    assertThat(uid("edge-cpu-0")).isNotEqualTo(before);
    assertThat(ask("edge")).isEqualTo(answer);
  }

  private void withoutTheEdgePoolTheServiceGoesOn() {
    cluster.kubectl("patch", "isite", "edge", "--type=merge", "-p", "{\"spec\":{\"pools\":[]}}");
    cluster.kubectl("-n", NAMESPACE, "wait", "--for=delete", "pod/edge-cpu-0", LIMIT);
    cluster.kubectl("wait", "--for=delete", "inode/edge-cpu-0", LIMIT);
    awaitReady();

    assertThat(ask("cloud")).isEqualTo(answer);
    assertThat(cluster.kubectl("describe", "cis", "chat")).contains("edge-cpu-0");
  }

  private void aStreamOutlivesAnUpgradeByteForByte() {
    cluster.kubectl(
        "patch",
        "cis",
        "chat",
        "--type=merge",
        "-p",
        "{\"spec\":{\"offline\":{\"after\":\"10m\"}}}");
    String undisturbed = story.text();
    String before = uid("cloud-cpu-0");

    Questions one = asked(Stream.generate(() -> MANY_TOKENS));
    // Half an answer apart, so that never both of them have just ended.
    Questions other = asked(Stream.iterate(MANY_TOKENS / 2, tokens -> MANY_TOKENS));
    agentsOneVersionBehindGoOnServing(before);
    helm("upgrade", WalkCluster.SECOND);
    awaitVersion("statefulset/cloud-cpu", "agent");
    List<Questions.Answered> answers = new ArrayList<>(one.stop());
    List<Questions.Answered> others = other.stop();

    assertThat(uid("cloud-cpu-0")).isNotEqualTo(before);
    assertThat(others.get(0).text()).isNotBlank();
    assertThat(undisturbed).startsWith(others.get(0).text());
    answers.addAll(others.subList(1, others.size()));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).isEqualTo(undisturbed));
    assertThat(answers)
        .as("one of them streamed while its verifier was replaced")
        .anyMatch(answer -> answer.streamedAt(created("cloud-cpu-0")));
    awaitReady();
    assertThat(ask("cloud")).isEqualTo(answer);
  }

  private static void agentsOneVersionBehindGoOnServing(String before) {
    helm("upgrade", WalkCluster.SECOND, "agent.tag=" + WalkCluster.FIRST);
    awaitVersion("deployment/isthmus-operator", "operator");
    awaitVersion("deployment/cloud-router", "router");
    awaitReady();

    assertThat(uid("cloud-cpu-0")).isEqualTo(before);
    assertThat(ask("cloud")).isEqualTo(answer);
  }

  /** The story, again and again, in as many tokens. */
  private static Questions asked(Stream<Integer> tokens) {
    Iterator<Integer> lengths = tokens.iterator();
    return new Questions(() -> new Question(router("cloud"), lengths.next()));
  }

  private void whatIsDeletedLeavesNothing() {
    cluster.kubectl("delete", "-f", Tool.K8S.resolve("samples/quickstart.yaml").toString());
    cluster.kubectl("wait", "--for=delete", "inode", "--all", LIMIT);
    assertThat(cluster.kubectl("get", "cis,mpkg,isite,inode,iplan", "-A", "-o", "name")).isBlank();

    cluster.helm("uninstall", "isthmus", "-n", NAMESPACE, "--wait", LIMIT);
    cluster.kubectl("-n", NAMESPACE, "wait", "--for=delete", "pod", "--all", LIMIT);

    String kinds = "deploy,sts,svc,pod,pvc,sa,role,rolebinding,pdb,netpol,cm";
    assertThat(cluster.kubectl("-n", NAMESPACE, "get", kinds, "-o", "name").lines())
        .containsExactlyInAnyOrder("serviceaccount/default", "configmap/kube-root-ca.crt");
    assertThat(cluster.kubectl("get", "clusterrole,clusterrolebinding", "-o", "name"))
        .doesNotContain("isthmus");
  }

  private static void secret(ThrowawayAuthority authority, String site) {
    SiteFiles files = authority.issue(site, folder.resolve(site));
    cluster.kubectl(
        "-n",
        NAMESPACE,
        "create",
        "secret",
        "generic",
        "isthmus-site-%s-tls".formatted(site),
        "--from-file=" + files.certificate(),
        "--from-file=" + files.key(),
        "--from-file=" + files.authority());
  }

  private static void helm(String verb, String tag, String... further) {
    Stream<String> settings =
        Stream.of(
            "trialBroker.enabled=true,trialBroker.storage=",
            "grpc.tls=true",
            "image.pullPolicy=Never,image.tag=" + tag,
            "agent.env.ISTHMUS_DRAIN_TIMEOUT=PT0S",
            "agent.env.JAVA_TOOL_OPTIONS=" + COMPILE_ONCE,
            "operator.env.JAVA_TOOL_OPTIONS=" + COMPILE_ONCE,
            "agent.env.PIP_INDEX_URL=" + cluster.index());
    Stream<String> command = Stream.of(verb, "isthmus", Chart.FOLDER.toString(), "-n", NAMESPACE);
    cluster.helm(
        Stream.concat(
                command,
                Stream.concat(settings, Stream.of(further)).map(setting -> "--set=" + setting))
            .toArray(String[]::new));
  }

  private static void awaitReady() {
    cluster.kubectl("wait", "--for=condition=Ready", "cis/chat", LIMIT);
  }

  /** Waits until what the chart or the operator rolls out is of the second version, and runs. */
  private static void awaitVersion(String workload, String image) {
    cluster.kubectl(
        "-n",
        NAMESPACE,
        "wait",
        "--for=jsonpath={.spec.template.spec.containers[0].image}=isthmus-%s:%s"
            .formatted(image, WalkCluster.SECOND),
        workload,
        LIMIT);
    cluster.kubectl("-n", NAMESPACE, "rollout", "status", workload, LIMIT);
  }

  /** As clients do it: a router that stops says so, and is asked again. */
  private static String ask(String site) {
    AtomicReference<String> text = new AtomicReference<>();
    Cluster.await(
        "an answer of the router at " + site,
        () -> {
          new Question(router(site), TOKENS).answer().ifPresent(text::set);
          return text.get() != null;
        });
    return text.get();
  }

  private static String router(String site) {
    return "http://%s:%d"
        .formatted(cluster.address(NAMESPACE, site + "-router").orElseThrow(), PORT);
  }

  /** What kube-proxy does about a pod that became ready takes it a moment. */
  private static boolean isOpen(String service) {
    Optional<String> address = cluster.address(NAMESPACE, service);
    if (address.isEmpty()) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.get(), PORT));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Instant created(String pod) {
    return Instant.parse(
        cluster.kubectl(
            "-n", NAMESPACE, "get", "pod", pod, "-o", "jsonpath={.metadata.creationTimestamp}"));
  }

  private static String uid(String pod) {
    return cluster.kubectl("-n", NAMESPACE, "get", "pod", pod, "-o", "jsonpath={.metadata.uid}");
  }

  private static List<String> pods(String name) {
    return cluster
        .kubectl(
            "-n",
            NAMESPACE,
            "get",
            "pod",
            "-l",
            "app.kubernetes.io/name=" + name,
            "-o",
            "jsonpath={.items[*].metadata.name}")
        .lines()
        .flatMap(line -> List.of(line.split(" ")).stream())
        .toList();
  }
}
