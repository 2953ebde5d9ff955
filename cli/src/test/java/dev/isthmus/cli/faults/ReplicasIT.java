package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.link.LinkProfile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
