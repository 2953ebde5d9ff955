package dev.isthmus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.cli.terminal.FakeScreen;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ServiceStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {

  private static final List<String> CHAT = List.of("default/chat");

  @TempDir private Path folder;

  private final FakeScreen fake = new FakeScreen();
  private final Deque<Runnable> story = new ArrayDeque<>();
  private StateFolder state;
  private boolean begun = true;
  private Optional<String> lost = Optional.empty();
  private long now;

  @BeforeEach
  void open() {
    state = new StateFolder(folder);
  }

  @Test
  void eachPhaseIsSaidOnceAndAPercentageThatMovesIsTheSame() throws InterruptedException {
    story.add(() -> write(false, 1L, "Preparing int4 weights 10 %"));
    story.add(() -> write(false, 1L, "Preparing int4 weights 60 %"));
    story.add(() -> write(false, 1L, "no router has taken the route yet"));
    story.add(() -> write(true, 1L, "it is served"));

    await(Duration.ofSeconds(60));

    assertThat(fake.err().lines())
        .containsExactly(
            "waiting for the operator",
            "waiting for Preparing int4 weights 10 %",
            "waiting for no router has taken the route yet");
  }

  @Test
  void readyForAnEarlierGenerationIsNotReady() {
    write(true, 0L, "it is served");
    assertThat(Waiting.of(state, CHAT).ready()).isFalse();
  }

  @Test
  void whatAnEarlierStartLeftIsNotBelieved() throws InterruptedException {
    begun = false;
    write(true, 1L, "it is served");
    story.add(() -> begun = true);
    await(Duration.ofSeconds(60));
    assertThat(fake.err().lines()).containsExactly("waiting for the operator");
  }

  @Test
  void aRefusedDocumentEndsTheWaitInItsOwnWords() {
    state.writeRefused(
        List.of(
            new RefusedDocument(
                "fleet.yaml#2",
                "Site",
                null,
                "edge",
                List.of(new RefusedDocument.Cause("spec.tier", "must be Cloud or Edge")))));
    assertThatThrownBy(() -> await(Duration.ofSeconds(60)))
        .hasMessage("fleet.yaml#2: Site edge is refused: spec.tier: must be Cloud or Edge");
  }

  @Test
  void aSupervisorThatIsGoneEndsTheWait() {
    story.add(() -> lost = Optional.of("port 8080 is used by another process"));
    assertThatThrownBy(() -> await(Duration.ofSeconds(60)))
        .hasMessage("port 8080 is used by another process");
  }

  @Test
  void theTimeLimitSaysWhatWasStillMissing() {
    write(false, 1L, "cloud-cpu-0 has 412 MB free");
    assertThatThrownBy(() -> await(Duration.ofSeconds(3)))
        .hasMessage(
            "not ready after 3 s, still waiting for cloud-cpu-0 has 412 MB free;"
                + " give it longer with --timeout");
  }

  private void await(Duration limit) throws InterruptedException {
    Readiness.Watch watch =
        new Readiness.Watch() {
          @Override
          public boolean begun() {
            return begun;
          }

          @Override
          public Optional<String> lost() {
            return lost;
          }
        };
    new Readiness(
            state,
            fake.screen(),
            new Patience(
                () -> now,
                pause -> {
                  now += Duration.ofSeconds(1).toNanos();
                  Optional.ofNullable(story.poll()).ifPresent(Runnable::run);
                }))
        .await(CHAT, watch, limit);
  }

  private void write(boolean ready, Long observed, String message) {
    CollaborativeInferenceService service = new CollaborativeInferenceService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("default")
            .withName("chat")
            .withGeneration(1L)
            .build());
    Condition condition =
        new Condition(
            "Ready",
            ready ? ConditionStatus.TRUE : ConditionStatus.FALSE,
            observed,
            "2026-01-01T00:00:00Z",
            "Why",
            message);
    service.setStatus(
        new ServiceStatus(
            observed, null, null, null, null, null, List.of(), List.of(), List.of(condition)));
    state.write(service);
  }
}
