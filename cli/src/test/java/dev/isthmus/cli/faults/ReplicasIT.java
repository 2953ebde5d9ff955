package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.Role;
import dev.isthmus.crds.node.RoleState;
import dev.isthmus.local.link.LinkProfile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two verifiers of one service at two cloud nodes, over real processes with the demo model. */
class ReplicasIT {

  private static final String PROMPT = "Tell me a short story about a fox and a lighthouse.";
  private static final int TOKENS = 200;
  private static final String CORDONED =
      """
      ---
      apiVersion: isthmus.dev/v1alpha1
      kind: InferenceNode
      metadata: {name: %s}
      spec: {cordoned: true}
      """;
  private static final Pattern MOVED =
      Pattern.compile("isthmus_router_reopenings_total\\{moved=\"true\",[^}]*} (\\S+)");

  /** Four streams lie two and two on the verifiers, so the killed one had some of them. */
  @Test
  void streamsMoveToTheOtherVerifierWhenTheirOwnIsKilledAndSayTheSame(@TempDir Path folder)
      throws IOException, InterruptedException {
    LinkProfile wan = LinkProfile.ofRoundTrip(Duration.ofMillis(10));
    try (RunningStack stack = RunningStack.start("two-replicas.yaml", folder, wan, Map.of())) {
      stack.awaitServing("edge-draft", Duration.ofMinutes(4));
      Undisturbed undisturbed = Undisturbed.of(seed -> stack.ask(PROMPT, "cloud", seed, TOKENS));

      List<Stream> streams =
          List.of("cloud", "cloud", "edge-draft", "edge-draft").stream()
              .map(mode -> stack.stream(PROMPT, mode, undisturbed.seed(), TOKENS))
              .toList();
      streams.forEach(stream -> stream.awaitPieces(10));
      stack.parts().part("cloud-cpu-0").kill();

      assertThat(streams)
          .allSatisfy(stream -> assertThat(stream.finish().text()).isEqualTo(undisturbed.text()));
      assertThat(moved(stack)).isPositive();
    }
  }

  @Test
  void aCordonedNodeGivesUpItsWorkOnceItsStreamEnded(@TempDir Path folder) throws IOException {
    String one =
        Files.readString(RunningStack.sample("two-replicas.yaml"))
            .replace("target:\n    replicas: 2", "target:\n    replicas: 1");
    Path manifest = Files.writeString(folder.resolve("manifest.yaml"), one);
    try (RunningStack stack =
        RunningStack.start(manifest, folder, LinkProfile.ofRoundTrip(Duration.ZERO), Map.of())) {
      Undisturbed undisturbed = Undisturbed.of(seed -> stack.ask(PROMPT, "cloud", seed, TOKENS));
      Stream stream = stack.stream(PROMPT, "cloud", undisturbed.seed(), TOKENS).awaitPieces(10);
      String before = verifiers(stack).get(0);

      Files.writeString(manifest, one + CORDONED.formatted(before));

      assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
      Await.until(
          "the verifier is at the other node alone",
          Duration.ofMinutes(2),
          () -> verifiers(stack).size() == 1 && !verifiers(stack).contains(before));
      assertThat(stack.ask(PROMPT, "cloud", undisturbed.seed(), TOKENS).text())
          .isEqualTo(undisturbed.text());
    }
  }

  /** Nodes that report a verifier as ready. */
  private static List<String> verifiers(RunningStack stack) {
    return new StateFolder(stack.parts().stateFolder())
        .list(InferenceNode.class).stream()
            .filter(
                node ->
                    node.getStatus().roles().stream()
                        .anyMatch(
                            role ->
                                role.role() == Role.VERIFIER && role.state() == RoleState.READY))
            .map(node -> node.getMetadata().getName())
            .toList();
  }

  /** Sessions that the router near the client opened again at another node. */
  private static double moved(RunningStack stack) throws IOException, InterruptedException {
    HttpRequest metrics =
        HttpRequest.newBuilder(stack.parts().endpoint().resolve("/q/metrics")).build();
    String page = HttpClient.newHttpClient().send(metrics, BodyHandlers.ofString()).body();
    Matcher counter = MOVED.matcher(page);
    assertThat(counter.find()).as(page).isTrue();
    return Double.parseDouble(counter.group(1));
  }
}
