package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.cli.chat.Message;
import dev.isthmus.cli.chat.Question;
import dev.isthmus.cli.metrics.ExposedMetrics;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.local.link.LinkProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model's experts at four nodes, placed by the operator, each with memory for a quarter of what
 * it holds, and the same model whole beside them: both say the same, whatever happens to a home.
 */
class ExpertsIT {

  private static final int TOKENS = 160;

  /** Four of the model's experts; each home has sixteen. */
  private static final long EXPERT_MEMORY = 4 * 3 * 64 * 96 * Float.BYTES + 10_000;

  @TempDir static Path folder;
  private static RunningStack stack;

  @BeforeAll
  static void start() throws IOException {
    stack =
        RunningStack.start(
            withTheModelWhole(),
            folder,
            LinkProfile.ofRoundTrip(Duration.ZERO),
            Map.of("ISTHMUS_EXPERT_MEMORY", Long.toString(EXPERT_MEMORY)));
    stack.awaitReady("default/whole", Duration.ofMinutes(4));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static Path withTheModelWhole() throws IOException {
    String sample = Files.readString(RunningStack.sample("experts.yaml"));
    String service = sample.substring(sample.lastIndexOf("---"));
    String whole =
        service.substring(0, service.indexOf("  experts:")).replace("name: chat", "name: whole");
    return Files.writeString(folder.resolve("experts-and-whole.yaml"), sample + whole);
  }

  private static Question question(String service, long seed) {
    return new Question(
        service, List.of(Message.user("Experts?")), 0.8, seed, TOKENS, "cloud", false);
  }

  private static Answer whole(long seed) {
    return stack.client().ask(question("whole", seed), (text, own) -> {});
  }

  @Test
  void expertsApartSayWhatTheWholeModelSaysAlsoWhenAHomeIsKilledInTheMiddle() {
    long seed = 1;
    Answer whole = whole(seed);
    while (!whole.finish().equals("length")) { // a kill needs an answer that takes its time
      whole = whole(++seed);
    }

    Stream apart = Stream.start(stack.client(), question("chat", seed)).awaitPieces(10);
    stack.parts().part("cloud-cpu-3").kill();
    Answer got = apart.finish();
    stack.parts().part("cloud-cpu-3").start();

    assertThat(got.text()).isEqualTo(whole.text());
  }

  @Test
  void aHomeKeepsItsExpertsOnDiskAndNoMoreInMemoryThanItMay() throws IOException {
    stack.client().ask(question("chat", 3), (text, own) -> {});
    Path log = folder.resolve("logs").resolve("cloud-cpu-1.log");
    assertThat(ExposedMetrics.value(log, "isthmus_expert_misses")).isGreaterThan(16);
    assertThat(ExposedMetrics.value(log, "isthmus_expert_hits")).isPositive();
    assertThat(ExposedMetrics.value(log, "isthmus_expert_peak_bytes"))
        .isBetween(EXPERT_MEMORY / 2.0, (double) EXPERT_MEMORY);
  }

  @Test
  void thePlanSaysWhichNodeHoldsWhichExpertsEachAtTwo() {
    PlacementPlan plan =
        new StateFolder(stack.parts().stateFolder())
            .list(PlacementPlan.class).stream()
                .filter(it -> it.getSpec().service().equals("chat"))
                .findFirst()
                .orElseThrow();
    assertThat(plan.getSpec().plan().roles().stream().filter(role -> !role.experts().isEmpty()))
        .hasSize(4)
        .allSatisfy(home -> assertThat(home.experts()).hasSize(4))
        .allSatisfy(home -> assertThat(home.weightBytes()).isPositive());
  }
}
