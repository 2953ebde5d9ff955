package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.cli.chat.Message;
import dev.isthmus.cli.chat.Question;
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
 * A model's experts at four nodes, placed by the operator, and the same model whole beside them:
 * both say the same, whatever happens to a home.
 */
class ExpertsIT {

  private static final int TOKENS = 160;

  @TempDir static Path folder;
  private static RunningStack stack;

  @BeforeAll
  static void start() throws IOException {
    stack =
        RunningStack.start(
            withTheModelWhole(), folder, LinkProfile.ofRoundTrip(Duration.ZERO), Map.of());
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
