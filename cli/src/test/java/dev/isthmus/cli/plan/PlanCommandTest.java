package dev.isthmus.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.FakeScreen;
import dev.isthmus.cli.terminal.OneLineErrors;
import dev.isthmus.local.stack.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Over a state as the operator leaves it: one cloud site, two nodes, a model of 540 MB in fp32. */
class PlanCommandTest {

  private static final String SERVICE =
      """
      apiVersion: isthmus.dev/v1alpha1
      kind: CollaborativeInferenceService
      metadata: {name: chat, namespace: default}
      spec: {model: smollm2, target: {precision: Fp32}}
      """;

  @TempDir private Path folder;

  private final FakeScreen fake = new FakeScreen();
  private Path state;

  @BeforeEach
  void aFleet() {
    state = new Instance(folder.resolve("instance")).state();
    write(
        state.resolve("sites/cloud.yaml"),
        """
        apiVersion: isthmus.dev/v1alpha1
        kind: Site
        metadata: {name: cloud, uid: site-1, generation: 1}
        spec: {tier: Cloud}
        """);
    write(
        state.resolve("modelpackages/default/smollm2.yaml"),
        """
        apiVersion: isthmus.dev/v1alpha1
        kind: ModelPackage
        metadata: {name: smollm2, namespace: default, uid: model-1, generation: 1}
        spec: {source: {uri: "file:smollm2.gguf"}, precisions: [Fp32]}
        status:
          uri: "file:smollm2.gguf"
          facts:
            digest: sha256:aa
            layers: 30
            hiddenSize: 576
            vocabulary: 49152
            context: 2048
            parameters: 135000000
            kvBytesPerToken: 46080
            sizes: [{precision: Fp32, bytes: 540000000}]
            tokenizerFingerprint: sha256:bb
        """);
    node("c0", 900, "True", "Heard");
    node("c1", 900, "True", "Heard");
  }

  @Test
  void aFirstPlanNamesRolesMemoryAndTimes() {
    assertThat(plan()).isZero();
    assertThat(fake.out())
        .isEqualTo(
            """
            service default/chat: a first plan
            ROLE      NODE  SITE   PRECISION  LAYERS  WEIGHTS  KV
            verifier  c0    cloud  fp32       all     540 MB   360 MB
            NODE  PLANNED  MEMORY
            c0    900 MB   900 MB
            predicted  81.0 ms a token, 4212 ms to the first after 256 tokens of prompt, 540 MB to\
             move; some nodes were never measured, typical speeds are assumed
            """);
  }

  @Test
  void theLossOfANodeIsShownAsWhatGoesAndWhatComes() {
    inForce("c0");
    node("c0", 900, "False", "Unreachable");
    assertThat(plan("--diff")).isZero();
    assertThat(fake.out())
        .startsWith(
            """
            service default/chat: another plan than chat-7
            - verifier on c0 (site cloud): layers all in fp32, 540 MB of weights, 100 MB of KV
            + verifier on c1 (site cloud): layers all in fp32, 540 MB of weights, 360 MB of KV
            predicted  81.0 ms a token""");
  }

  @Test
  void aPlanThatStaysSaysSoAndMovesNothing() {
    inForce("c1");
    assertThat(plan()).isZero();
    assertThat(fake.out())
        .startsWith("service default/chat: stays as planned in chat-7\n")
        .contains(", 0 MB to move");
  }

  @Test
  void whatNoNodeHoldsIsShownInStages() {
    node("c0", 450, "True", "Heard");
    node("c1", 450, "True", "Heard");
    assertThat(plan("-o", "json")).isZero();
    assertThat(fake.out())
        .contains("\"role\" : \"stage\"", "\"layers\" : \"0–13\"", "\"layers\" : \"14–29\"");
  }

  @Test
  void whatCannotBePlacedSaysByHowMuch() {
    node("c0", 200, "True", "Heard");
    node("c1", 212, "True", "Heard");
    assertThat(plan()).isEqualTo(1);
    assertThat(fake.out())
        .isEqualTo(
            "service default/chat: InsufficientMemory: smollm2 in fp32: layers 0–29 need 677 MB at"
                + " site cloud; the largest node has 212 MB free, all 2 together 412 MB\n");
  }

  @Test
  void simulatedNodesJoinTheFleetAndTheSameSeedGivesTheSamePlan() {
    node("c0", 200, "True", "Heard");
    node("c1", 200, "True", "Heard");
    assertThat(plan("--fleet", "20", "--seed", "3")).isZero();
    String first = fake.out();
    assertThat(first).contains("verifier  cloud-simulated-");
    assertThat(plan("--fleet", "20", "--seed", "3")).isZero();
    assertThat(fake.out()).isEqualTo(first + first);
  }

  @Test
  void aDryRunWritesNothing() {
    Map<Path, String> before = content();
    plan();
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void aDocumentThatIsRefusedIsOneLineWithEveryReason() {
    write(folder.resolve("service.yaml"), SERVICE.replace("Fp32", "Fp64"));
    assertThat(execute()).isEqualTo(1);
    assertThat(fake.err())
        .isEqualTo(
            "error: service.yaml#1: CollaborativeInferenceService chat is refused:"
                + " spec.target.precision: Unsupported value: \"Fp64\": supported values: \"Fp32\","
                + " \"Int4\", \"Int8\"\n");
  }

  private int plan(String... options) {
    write(folder.resolve("service.yaml"), SERVICE);
    return execute(options);
  }

  private int execute(String... options) {
    Places places = new Places(folder, folder.resolve("instance"), folder.resolve("cache"));
    String[] all =
        Stream.concat(
                Stream.of("-f", folder.resolve("service.yaml").toString()), Stream.of(options))
            .toArray(String[]::new);
    return new CommandLine(new PlanCommand(fake.screen(), places))
        .setExecutionExceptionHandler(new OneLineErrors(fake.screen()))
        .execute(all);
  }

  private void node(String name, int megabytes, String ready, String reason) {
    write(
        state.resolve("inferencenodes/" + name + ".yaml"),
        """
        apiVersion: isthmus.dev/v1alpha1
        kind: InferenceNode
        metadata: {name: %s, uid: %s, generation: 1}
        spec: {cordoned: false}
        status:
          site: cloud
          capacity: {memoryBytes: %d000000}
          conditions:
            - {type: Ready, status: "%s", reason: %s, lastTransitionTime: "2026-01-01T00:00:00Z"}
        """
            .formatted(name, name, megabytes, ready, reason));
  }

  private void inForce(String node) {
    write(
        state.resolve("collaborativeinferenceservices/default/chat.yaml"),
        SERVICE.replace("namespace: default", "namespace: default, uid: service-1, generation: 1"));
    write(
        state.resolve("placementplans/default/chat-7.yaml"),
        """
        apiVersion: isthmus.dev/v1alpha1
        kind: PlacementPlan
        metadata: {name: chat-7, namespace: default, uid: plan-7, generation: 1}
        spec:
          service: chat
          serviceUid: service-1
          plan:
            epoch: 7
            generation: 1
            precision: Fp32
            roles:
              - {id: service-1/verifier/0, role: Verifier, node: %s, site: cloud,
                 modelDigest: "sha256:aa", precision: Fp32, weightBytes: 540000000,
                 kvBytes: 100000000}
        """
            .formatted(node));
  }

  private Map<Path, String> content() {
    try (Stream<Path> files = Files.walk(state)) {
      Map<Path, String> content = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file, Files.readString(file));
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
