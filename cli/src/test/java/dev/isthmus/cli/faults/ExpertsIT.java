package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.cli.chat.Message;
import dev.isthmus.cli.chat.Question;
import dev.isthmus.cli.metrics.ExposedMetrics;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.Role;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlannedRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
  private static HomesAtWork atWork;

  /**
   * What homes of two services did before any of them was killed, after which the plan may give a
   * node others.
   *
   * @param peaks most bytes of experts in memory at a time, by node
   */
  private record HomesAtWork(List<Double> peaks, double misses, double hits) {}

  @BeforeAll
  static void start() throws IOException {
    stack =
        RunningStack.startOver(
            4,
            withOtherServices(),
            folder,
            Map.of("ISTHMUS_EXPERT_MEMORY", Long.toString(EXPERT_MEMORY)));
    stack.awaitReady("default/whole", Duration.ofMinutes(4));
    stack.awaitReady("default/around", Duration.ofMinutes(4));
    atWork = askEachHome();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  /** The same model whole, and one whose requests go around lost experts, each at one home. */
  private static String withOtherServices() throws IOException {
    String sample =
        Files.readString(RunningStack.sample("experts.yaml"))
            .replace("  experts:", "  draft:\n    promptLookup: true\n  experts:");
    String service = sample.substring(sample.lastIndexOf("---"));
    String whole =
        service.substring(0, service.indexOf("  draft:")).replace("name: chat", "name: whole");
    String around =
        service
            .replace("name: chat", "name: around")
            .replace("minHomes: 2", "minHomes: 1\n    onLoss: Reroute")
            .replace("hotHomes: 3", "hotHomes: 1");
    return sample + whole + around;
  }

  private static Question question(String service, long seed) {
    return new Question(
        service, List.of(Message.user("Experts?")), 0.8, seed, TOKENS, "cloud", false);
  }

  private static Answer whole(long seed) {
    return stack.client().ask(question("whole", seed), (text, own) -> {});
  }

  private static Answer apart(String service, long seed) {
    return stack.client().ask(question(service, seed), (text, own) -> {});
  }

  private static List<PlacementPlan> plans() {
    return new StateFolder(stack.parts().stateFolder()).list(PlacementPlan.class);
  }

  /** A node that holds experts of a service, and no layers of any. */
  private static String home(String service) {
    Set<String> others = new TreeSet<>();
    Set<String> homes = new TreeSet<>();
    for (PlacementPlan plan : plans()) {
      for (PlannedRole placed : plan.getSpec().plan().roles()) {
        if (placed.role() != Role.EXPERTS) {
          others.add(placed.node());
        } else if (plan.getSpec().service().equals(service)) {
          homes.add(placed.node());
        }
      }
    }
    homes.removeAll(others);
    return homes.iterator().next();
  }

  @Test
  void expertsApartSayWhatTheWholeModelSaysAlsoWhenAHomeIsKilledInTheMiddle() {
    Undisturbed whole = Undisturbed.of(ExpertsIT::whole);
    String home = home("chat");

    Stream apart = Stream.start(stack.client(), question("chat", whole.seed())).awaitPieces(10);
    stack.parts().part(home).kill();
    Answer got = apart.finish();
    stack.parts().part(home).start();

    assertThat(got.text()).isEqualTo(whole.text());
  }

  @Test
  void draftsAreVerifiedOverHomesOfExperts() {
    Answer drafted = greedy("chat", "edge-draft");

    assertThat(drafted.drafted()).isPositive();
    assertThat(drafted.text()).isEqualTo(greedy("whole", "cloud").text());
  }

  /** Long enough to repeat itself, which is what a lookup needs. */
  private static Answer greedy(String service, String mode) {
    return stack
        .client()
        .ask(
            new Question(
                service, List.of(Message.user("Experts?")), 0.0, 1L, 4 * TOKENS, mode, false),
            (text, own) -> {});
  }

  @Test
  void requestsGoAroundLostExpertsWhereTheServiceSaysSoAndTheAnswerIsLabelled() {
    Await.until(
        "an exact answer",
        Duration.ofMinutes(2),
        () -> apart("around", 5).text().equals(whole(5).text()));
    assertThat(apart("around", 5).reason()).doesNotContain("experts were lost");

    String home = home("around");
    stack.parts().part(home).kill();
    Answer around = apart("around", 5);
    stack.parts().part(home).start();

    assertThat(around.completionTokens()).isPositive();
    assertThat(around.reason())
        .endsWith("; experts were lost and others answered for them: not exact");
  }

  private static HomesAtWork askEachHome() {
    Await.until(
        "several experts asked for at each home",
        Duration.ofMinutes(2),
        () -> {
          apart("chat", 3);
          apart("around", 3);
          return ofNodes("isthmus_expert_peak_bytes").stream()
              .allMatch(peak -> peak >= EXPERT_MEMORY / 2.0);
        });
    return new HomesAtWork(
        ofNodes("isthmus_expert_peak_bytes"),
        sum("isthmus_expert_misses"),
        sum("isthmus_expert_hits"));
  }

  private static double sum(String metric) {
    return ofNodes(metric).stream().mapToDouble(Double::doubleValue).sum();
  }

  private static List<Double> ofNodes(String metric) {
    return IntStream.range(0, 4)
        .mapToObj(node -> folder.resolve("logs").resolve("cloud-cpu-%d.log".formatted(node)))
        .map(log -> ExposedMetrics.value(log, metric))
        .toList();
  }

  @Test
  void aHomeKeepsItsExpertsOnDiskAndNoMoreInMemoryThanItMay() {
    assertThat(atWork.peaks())
        .as("of two services' homes")
        .hasSize(4)
        .allSatisfy(peak -> assertThat(peak).isBetween(EXPERT_MEMORY / 2.0, 2.0 * EXPERT_MEMORY));
    assertThat(atWork.misses()).isGreaterThan(16);
    assertThat(atWork.hits()).isPositive();
  }

  @Test
  void thePlanSaysWhichNodeHoldsWhichExpertsEachAtTwo() {
    PlacementPlan plan =
        plans().stream()
            .filter(it -> it.getSpec().service().equals("chat"))
            .findFirst()
            .orElseThrow();
    assertThat(plan.getSpec().plan().roles().stream().filter(role -> !role.experts().isEmpty()))
        .hasSize(4)
        .allSatisfy(home -> assertThat(home.experts()).hasSize(4))
        .allSatisfy(home -> assertThat(home.weightBytes()).isPositive());
  }
}
