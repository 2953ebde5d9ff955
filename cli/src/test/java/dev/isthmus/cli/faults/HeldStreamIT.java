package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.link.Cut;
import dev.isthmus.local.link.LinkProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A verifier that nobody can dial, over real processes with the demo model: the edge's router asks
 * the cloud's, which asks over the stream that the lab's agent holds to it.
 */
class HeldStreamIT {

  private static final String PROMPT = "Tell me a short story about a fox and a lighthouse.";
  private static final int TOKENS = 160;

  private static RunningStack stack;
  private static Undisturbed undisturbed;

  @BeforeAll
  static void startAFleet(@TempDir Path folder) {
    stack =
        RunningStack.start(
            RunningStack.sample("behind-nat.yaml"),
            folder,
            LinkProfile.ofRoundTrip(Duration.ofMillis(10)),
            Set.of("lab"),
            Map.of());
    stack.awaitServing("cloud", Duration.ofMinutes(4));
    undisturbed = Undisturbed.of(seed -> stack.ask(PROMPT, "cloud", seed, TOKENS));
  }

  @AfterAll
  static void endIt() {
    if (stack != null) {
      stack.close();
    }
  }

  @BeforeEach
  void itServes() {
    stack.awaitServing("cloud", Duration.ofMinutes(4));
  }

  private static Stream streaming() {
    return stack.stream(PROMPT, "cloud", undisturbed.seed(), TOKENS).awaitPieces(20);
  }

  @Test
  void windowsOverAHeldStreamGiveTheSameWords() {
    assertThat(stack.ask(PROMPT, "edge-draft", undisturbed.seed(), TOKENS).text())
        .isEqualTo(undisturbed.text());
  }

  @Test
  void aStreamGoesOnWhenTheHoldersProcessIsKilledAndComesBack() {
    Stream stream = streaming();
    stack.parts().part("lab-cpu-0").crash();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
  }

  @Test
  void aStreamGoesOnWhenTheRouterThatTheStreamIsHeldToIsKilledAndComesBack() {
    Stream stream = streaming();
    stack.parts().part("cloud-router-0").crash();
    assertThat(stream.finish().text()).isEqualTo(undisturbed.text());
  }

  @ParameterizedTest
  @EnumSource(
      value = Cut.class,
      names = {"CLOSED", "SILENT"})
  void aStreamGoesOnWhenTheHeldStreamsLinkIsCutForAWhile(Cut cut) {
    LinkCuts.fiveSeconds(stack.parts().link("lab"), cut, streaming(), undisturbed.text());
  }
}
