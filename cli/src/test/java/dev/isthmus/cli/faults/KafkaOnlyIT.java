package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.local.link.Cut;
import dev.isthmus.local.link.LinkProfile;
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

/** An edge site that lets nothing through but the broker, over real processes. */
class KafkaOnlyIT {

  private static final String PROMPT = "Tell me a short story about a fox and a lighthouse.";
  private static final int TOKENS = 160;
  private static final Duration RETURN = Duration.ofMinutes(4);

  private static RunningStack stack;
  private static Undisturbed undisturbed;

  /** The words are those of the cloud's own router, which asks its verifier over gRPC. */
  @BeforeAll
  static void startAFleet(@TempDir Path folder) {
    stack =
        RunningStack.start(
            "kafka-only.yaml", folder, LinkProfile.ofRoundTrip(Duration.ofMillis(10)), Map.of());
    stack.awaitServing("cloud", RETURN);
    undisturbed = Undisturbed.of(seed -> stack.askAt("cloud", PROMPT, "cloud", seed, TOKENS));
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
  void roundsOverKafkaGiveTheWordsThatRoundsOverGrpcGive() {
    assertThat(stack.ask(PROMPT, "cloud", undisturbed.seed(), TOKENS).text())
        .isEqualTo(undisturbed.text());
    Answer drafted = stack.ask(PROMPT, "edge-draft", undisturbed.seed(), TOKENS);
    assertThat(drafted.text()).isEqualTo(undisturbed.text());
    assertThat(drafted.accepted()).isPositive();
  }

  @Test
  void aStreamGoesOnWhenTheBrokerWasKilledAndComesBack() {
    Stream stream = streaming("edge-draft");
    stack.parts().part("broker").crash();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
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
    Stream stream = streaming("edge-draft");
    stack.parts().part("cloud-cpu-0").crash();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
  }

  @ParameterizedTest
  @EnumSource(
      value = Cut.class,
      names = {"CLOSED", "SILENT"})
  void aLinkToTheBrokerThatIsCutForFiveSecondsCostsTimeAndNothingElse(Cut cut) {
    LinkCuts.fiveSeconds(stack.parts().link("edge"), cut, streaming("cloud"), undisturbed.text());
  }

  @Test
  void fiftyShortCutsUnderEightStreamsLoseRepeatAndChangeNothing() {
    LinkCuts.fifty(
        stack.parts().link("edge"),
        List.of("cloud", "edge-draft"),
        mode -> stack.stream(PROMPT, mode, undisturbed.seed(), TOKENS),
        undisturbed.text());
  }

  @Test
  void aStreamGoesOnWhenTheRouterThatAnswersItsRoundsIsKilledAndComesBack() {
    Stream stream = streaming("cloud");
    stack.parts().part("cloud-router-0").crash();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
  }
}
