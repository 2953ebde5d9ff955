package dev.isthmus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.cli.faults.Await;
import dev.isthmus.cli.metrics.ExposedMetrics;
import dev.isthmus.cli.metrics.NamedMetrics;
import dev.isthmus.cli.metrics.SpanCollector;
import dev.isthmus.cli.metrics.SpanCollector.Span;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.up.Launcher.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The README's first five minutes, by the launcher and over real processes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartIT {

  /** The first start on a machine fetches, prepares and measures the model. */
  private static final long FIRST_START = 480;

  private static final long SHORT = 240;

  @TempDir static Path folder;

  private static SpanCollector collector;
  private static Launcher isthmus;
  private static Result up;

  @BeforeAll
  static void start() throws IOException {
    collector = new SpanCollector();
    isthmus = new Launcher(folder, collector.environment());
    up = isthmus.run(FIRST_START, "up", "--detach", "--port", "0", "--timeout", "460");
  }

  @AfterAll
  static void end() {
    isthmus.run(SHORT, "down");
    collector.close();
  }

  @Test
  @Order(1)
  void upSaysWhereToAskOnceItServes() {
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.out()).contains("ready after").contains("/v1/chat/completions").contains("chat");
    assertThat(up.err()).contains("waiting for");
  }

  @Test
  @Order(2)
  void oneTraceLeadsFromTheResourceToWhatAgentsReport() {
    Await.until(
        "a change that is ready",
        Duration.ofSeconds(SHORT),
        () -> collector.spans().stream().anyMatch(this::isWholeChange));
  }

  /** An agent's role, and the operator hearing of it, in the trace of one change. */
  private boolean isWholeChange(Span change) {
    List<Span> trace =
        collector.spans().stream().filter(span -> span.trace().equals(change.trace())).toList();
    return change.name().equals("change")
        && change.process().equals("isthmus-operator")
        && has(trace, "isthmus-operator", "assign", "change")
        && has(trace, "isthmus-agent", "role", "assign")
        && has(trace, "isthmus-operator", "report", "role");
  }

  private static boolean has(List<Span> trace, String process, String name, String under) {
    return trace.stream()
        .filter(span -> span.process().equals(process) && span.name().equals(name))
        .anyMatch(
            span ->
                trace.stream()
                    .anyMatch(
                        above -> above.id().equals(span.parent()) && above.name().equals(under)));
  }

  @Test
  @Order(2)
  void chatStreamsAnAnswerAndSaysHowItWasMade() {
    Result chat =
        isthmus.run(SHORT, "chat", "--temperature", "0", "--max-tokens", "24", "Name a colour.");
    assertThat(chat.code()).as(chat.err()).isZero();
    assertThat(chat.out()).isNotBlank();
    assertThat(chat.err()).contains("tokens/s").contains("first token after");
  }

  @Test
  @Order(2)
  void aConversationGoesOnUntilItsEndIsTyped() {
    Result chat =
        isthmus.typed(
            "Name a colour.\n/nonsense\nAnd another one.\n/quit\nNot asked.\n",
            SHORT,
            "chat",
            "--temperature",
            "0",
            "--max-tokens",
            "12");
    assertThat(chat.code()).as(chat.err()).isZero();
    assertThat(chat.err()).contains("/nonsense is no command").contains("/new forgets");
    assertThat(chat.err().lines().filter(line -> line.contains("first token after"))).hasSize(2);
  }

  @Test
  @Order(2)
  void theSameSeedGivesTheSameTextInEveryMode() throws IOException {
    String plain = text("cloud");
    assertThat(text("edge-draft")).isNotEmpty().isEqualTo(plain);
    assertThat(text("cloud-draft")).isEqualTo(plain);
  }

  @Test
  @Order(3)
  void statusSaysThatTheServiceIsReadyAndWhatRunsWhere() throws IOException {
    Result status = isthmus.run(SHORT, "status", "-o", "json");
    assertThat(status.code()).as(status.out() + status.err()).isZero();
    JsonNode fleet = Json.read(status.out());
    assertThat(fleet.path("services").path(0).path("ready").asBoolean()).isTrue();
    assertThat(fleet.path("processes").fieldNames())
        .toIterable()
        .contains("broker", "operator", "cloud-cpu-0", "edge-cpu-0", "edge-router-0");
  }

  @Test
  @Order(3)
  void doctorFindsNothingWrong() {
    Result doctor = isthmus.run(SHORT, "doctor");
    assertThat(doctor.code()).as(doctor.out()).isZero();
    assertThat(doctor.out()).contains("broker").contains("answers at");
  }

  @Test
  @Order(3)
  void everyMetricOfDashboardsAndAlertsIsExposed() throws IOException {
    Path shipped = Path.of("..", "k8s");
    Map<String, String> named =
        NamedMetrics.in(shipped.resolve("dashboards"), shipped.resolve("alerts"));
    Set<String> exposed = new TreeSet<>();
    for (String part : List.of("operator", "cloud-cpu-0", "edge-cpu-0", "edge-router-0")) {
      exposed.addAll(ExposedMetrics.of(isthmus.state().resolve("logs").resolve(part + ".log")));
    }
    assertThat(named).hasSizeGreaterThan(20);
    named.keySet().removeAll(exposed);
    assertThat(named).as("named, and by no process exposed").isEmpty();
  }

  @Test
  @Order(4)
  void aSecondUpSaysThatOneRuns() {
    Result second = isthmus.run(SHORT, "up", "--port", "0");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).startsWith("error: Isthmus runs already (pid ").contains("down");
  }

  @Test
  @Order(5)
  void downLeavesNoProcessBehind() throws IOException {
    JsonNode fleet = Json.read(isthmus.run(SHORT, "status", "-o", "json").out());
    List<Long> pids = new ArrayList<>(List.of(fleet.path("supervisor").asLong()));
    fleet.path("processes").forEach(pid -> pids.add(pid.asLong()));
    assertThat(pids).hasSize(7);

    Result down = isthmus.run(SHORT, "down");

    assertThat(down.code()).as(down.err()).isZero();
    assertThat(pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent())).isEmpty();
    assertThat(isthmus.run(SHORT, "down").err()).contains("nothing was running");
  }

  private static String text(String mode) throws IOException {
    Result chat =
        isthmus.run(
            SHORT,
            "chat",
            "--mode",
            mode,
            "--seed",
            "7",
            "--temperature",
            "0.8",
            "--max-tokens",
            "32",
            "-o",
            "json",
            "Tell me about the sea.");
    assertThat(chat.code()).as(chat.err()).isZero();
    JsonNode answer = Json.read(chat.out());
    assertThat(answer.path("mode").asText()).isEqualTo(mode);
    return answer.path("text").asText();
  }
}
