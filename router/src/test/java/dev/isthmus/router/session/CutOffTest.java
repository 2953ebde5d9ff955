package dev.isthmus.router.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.mode.Mode;
import dev.isthmus.protocol.v1.OfflineMode;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.router.fake.FakeWorker;
import dev.isthmus.router.fake.Recorder;
import dev.isthmus.router.fake.Rig;
import dev.isthmus.router.fake.ToyModel;
import dev.isthmus.router.fake.ToyTokenizer;
import dev.isthmus.router.worker.PulseTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site that reaches no verifier. */
class CutOffTest {

  private static final PulseTiming PULSE =
      new PulseTiming(Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofSeconds(1));

  private final ToyModel own = new ToyModel(0);
  private final FakeWorker verifier = new FakeWorker(new ToyModel(0));
  private final FakeWorker drafter = new FakeWorker(own);
  private final Rig rig = new Rig(PULSE, Duration.ofMillis(100));

  @BeforeEach
  void cut() {
    rig.worker("cloud-0", verifier.address(), Role.ROLE_VERIFIER).drafter("edge-0", drafter);
    verifier.kill();
  }

  @AfterEach
  void close() {
    rig.close();
    verifier.close();
    drafter.close();
  }

  @Test
  void theDraftModelAnswersAloneAndEveryHeaderSaysSo() {
    Recorder got = rig.offline(OfflineMode.EDGE_ONLY).run(rig.request("prompt", 5, 12, null));

    assertThat(got.failure).isNull();
    assertThat(got.head.mode()).isEqualTo("edge-only");
    assertThat(got.head.reason()).startsWith("cut off: ").endsWith("alone, unverified");
    assertThat(got.completion.mode()).isEqualTo("edge-only");
    assertThat(got.pieces.stream().map(piece -> piece.token().getId()).toList())
        .isEqualTo(alone(12));
    assertThat(got.completion.finishReason()).isEqualTo("length");
    assertThat(verifier.openings()).isZero();
  }

  @Test
  void aModeThatTheClientForcesIsNeverReplaced() {
    Recorder got = rig.offline(OfflineMode.EDGE_ONLY).run(rig.request("prompt", 5, 12, Mode.CLOUD));

    assertThat(got.failure.kind()).isEqualTo(Failure.Kind.UNREACHABLE);
    assertThat(got.failure.message()).startsWith("no verifier answered within 100 ms");
  }

  @Test
  void aQueuedRequestWaitsForAsLongAsARunningStreamWould() {
    rig.offline(OfflineMode.QUEUE).offlineAfter(Duration.ofMillis(150));

    Recorder got = rig.run(rig.request("prompt", 5, 12, null));

    assertThat(got.failure.message()).startsWith("no verifier answered within 150 ms");
  }

  @Test
  void aRunningStreamGoesOnUnverifiedWhereTheClientAsksForThat() {
    Recorder got = cutAfterTwenty(new Rig(PULSE).goesOnUnverified());

    assertThat(got.failure).isNull();
    assertThat(got.head.mode()).isEqualTo("cloud");
    assertThat(got.completion.mode()).isEqualTo("edge-only");
    assertThat(got.completion.reason()).endsWith("the draft model goes on alone, unverified");
    List<Integer> ids = got.pieces.stream().map(piece -> piece.token().getId()).toList();
    List<Integer> prompt = prompt();
    assertThat(ids.subList(0, got.verified))
        .isEqualTo(own.generate(ints(prompt), 5, prompt.size() + got.verified));
    prompt.addAll(ids.subList(0, got.verified));
    assertThat(ids.subList(got.verified, 60)).isEqualTo(alone(prompt, 60 - got.verified));
  }

  @Test
  void whoDoesNotAskForItGetsAnError() {
    Recorder got = cutAfterTwenty(new Rig(PULSE));

    assertThat(got.failure.message()).startsWith("no verifier answered within 200 ms");
    assertThat(got.pieces).hasSize(got.verified);
  }

  /** An answer of 60 tokens whose only verifier dies in the middle of it. */
  private Recorder cutAfterTwenty(Rig connected) {
    try (connected;
        FakeWorker running = new FakeWorker(own)) {
      connected
          .offline(OfflineMode.EDGE_ONLY)
          .offlineAfter(Duration.ofMillis(200))
          .verifier("cloud-0", running)
          .drafter("edge-0", drafter);
      Recorder got =
          new Recorder(
              tokens -> {
                if (tokens == 20) {
                  running.kill();
                }
              });
      connected.sessions.run(connected.request("prompt", 5, 60, Mode.CLOUD), got);
      return got;
    }
  }

  private static int[] ints(List<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What the draft model gives by itself. */
  private List<Integer> alone(int tokens) {
    return alone(prompt(), tokens);
  }

  private static List<Integer> prompt() {
    List<Integer> log = new ArrayList<>();
    for (int id : new ToyTokenizer().encode("prompt", false)) {
      log.add(id);
    }
    return log;
  }

  private List<Integer> alone(List<Integer> log, int tokens) {
    int prompt = log.size();
    for (int i = 0; i < tokens; i++) {
      log.add(own.guess(log, 5));
    }
    return log.subList(prompt, log.size());
  }
}
