package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.local.link.Cut;
import dev.isthmus.local.link.LinkProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the edge does, over real processes with the demo model: every answer is byte-equal to the
 * same one undisturbed.
 */
class FaultsIT {

  private static final String PROMPT = "Tell me a short story about a fox and a lighthouse.";
  private static final int TOKENS = 160;
  private static final Duration RETURN = Duration.ofMinutes(4);

  private static RunningStack stack;
  private static Undisturbed undisturbed;

  /** Its one verifier is waited for, however long this machine takes to start one. */
  @BeforeAll
  static void startAFleet(@TempDir Path folder) throws IOException {
    Path patient =
        Files.writeString(
            folder.resolve("patient.yaml"),
            Files.readString(RunningStack.sample("quickstart.yaml")) + "  offline: {after: 4m}\n");
    stack =
        RunningStack.start(
            patient, folder, LinkProfile.ofRoundTrip(Duration.ofMillis(10)), Map.of());
    undisturbed = Undisturbed.of(seed -> stack.ask(PROMPT, "cloud", seed, TOKENS));
  }

  @AfterAll
  static void endIt() {
    if (stack != null) {
      stack.close();
    }
  }

  @BeforeEach
  void everythingServes() {
    stack.awaitServing("edge-draft", RETURN);
  }

  private static Stream streaming(String mode) {
    return stack.stream(PROMPT, mode, undisturbed.seed(), TOKENS).awaitPieces(20);
  }

  @Test
  void draftingAtTheEdgeGivesTheVerifiersOwnWords() {
    Answer drafted = stack.ask(PROMPT, "edge-draft", undisturbed.seed(), TOKENS);
    assertThat(drafted.text()).isEqualTo(undisturbed.text());
    assertThat(drafted.rounds()).isPositive();
    assertThat(drafted.accepted()).isPositive();
  }

  @Test
  void aStreamGoesOnFromTheCloudWhenTheEdgeAgentIsKilled() {
    Stream stream = streaming("edge-draft");
    stack.parts().part("edge-cpu-0").kill();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
    stack.parts().part("edge-cpu-0").start();
  }

  @Test
  void aStreamGoesOnWhereItWasWhenTheVerifierIsKilledAndComesBack() {
    Stream stream = streaming("cloud");
    stack.parts().part("cloud-cpu-0").crash();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
  }

  @ParameterizedTest
  @EnumSource(
      value = Cut.class,
      names = {"CLOSED", "SILENT"})
  void aLinkThatIsCutForFiveSecondsCostsTimeAndNothingElse(Cut cut) {
    LinkCuts.fiveSeconds(
        stack.parts().link("edge"), cut, streaming("edge-draft"), undisturbed.text());
  }

  @Test
  void fiftyShortCutsUnderEightStreamsLoseRepeatAndChangeNothing() {
    LinkCuts.fifty(
        stack.parts().link("edge"),
        List.of("cloud", "edge-draft", "cloud-draft", "edge-draft"),
        mode -> stack.stream(PROMPT, mode, undisturbed.seed(), TOKENS),
        undisturbed.text());
  }

  @Test
  void aBrokerThatIsGoneDoesNotStopWhatServesAndAgentsRestartWithoutIt() {
    stack.parts().part("broker").kill();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end) {
      assertThat(stack.ask(PROMPT, "cloud", undisturbed.seed(), TOKENS).text())
          .isEqualTo(undisturbed.text());
    }
    Stream stream = streaming("cloud");
    stack.parts().part("cloud-cpu-0").crash();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
    stack.parts().part("broker").start();
    assertThat(stack.ask(PROMPT, "edge-draft", undisturbed.seed(), TOKENS).text())
        .isEqualTo(undisturbed.text());
  }

  @Test
  void aBrokerThatLostItsDataIsToldEverythingAgainThoughTheOperatorIsNewToo() throws IOException {
    Stream stream = streaming("cloud");
    stack.parts().part("operator").kill();
    stack.parts().part("broker").kill();
    Path data = stack.parts().instance().broker();
    Files.move(data, data.resolveSibling("broker-lost"));

    stack.parts().part("broker").start();
    stack.parts().part("operator").start();

    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
    try (ControlLog log = new ControlLog(stack.parts().bootstrap())) {
      log.awaitKeys(
          RETURN,
          Map.of(
              "isthmus.cloud.nodes", "cloud-cpu-0",
              "isthmus.edge.nodes", "edge-cpu-0",
              "isthmus.edge.routers", "edge-router-0",
              "isthmus.cloud.assignments", "cloud-cpu-0",
              "isthmus.edge.routes", "default/chat"));
    }
    assertThat(stack.ask(PROMPT, "edge-draft", undisturbed.seed(), TOKENS).text())
        .isEqualTo(undisturbed.text());
  }
}
