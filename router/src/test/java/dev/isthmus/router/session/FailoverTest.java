package dev.isthmus.router.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.mode.Mode;
import dev.isthmus.router.fake.FakeStream;
import dev.isthmus.router.fake.FakeWorker;
import dev.isthmus.router.fake.Recorder;
import dev.isthmus.router.fake.Rig;
import dev.isthmus.router.fake.ToyModel;
import dev.isthmus.router.fake.ToyTokenizer;
import dev.isthmus.router.worker.PulseTiming;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverTest {

  private static final PulseTiming QUICK =
      new PulseTiming(Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofMillis(250));

  private final ToyModel model = new ToyModel(0);
  private final FakeWorker first = new FakeWorker(model);
  private final FakeWorker second = new FakeWorker(model);
  private final FakeWorker drafter = new FakeWorker(model);
  private final Rig rig = new Rig(QUICK);

  @AfterEach
  void close() {
    rig.close();
    first.close();
    second.close();
    drafter.close();
  }

  @ParameterizedTest
  @EnumSource
  void aVerifierThatDiesIsFollowedByTheOther(Mode mode) {
    rig.verifier("cloud-0", first).verifier("cloud-1", second).drafter("edge-0", drafter);
    Recorder got = run(mode, 40, once(10, first::kill));
    assertWhole(got, 40);
    assertThat(got.completion.reopenings()).isEqualTo(1);
    assertThat(second.openings()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aVerifierThatComesBackKnowingNothingIsToldEverythingAgain(Mode mode) {
    rig.verifier("cloud-0", first).drafter("edge-0", drafter);
    Recorder got =
        run(
            mode,
            40,
            once(
                10,
                () -> {
                  first.kill();
                  first.restart();
                }));
    assertWhole(got, 40);
    assertThat(got.completion.reopenings()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aVerifierThatFallsSilentIsNoticedByItsProbes(Mode mode) {
    rig.verifier("cloud-0", first).verifier("cloud-1", second).drafter("edge-0", drafter);
    Recorder got = run(mode, 40, once(20, () -> first.silent(true)));
    assertWhole(got, 40);
    assertThat(second.openings()).isEqualTo(1);
  }

  @Test
  void aLinkThatIsCutForAWhileLosesNothing() {
    rig.verifier("cloud-0", first);
    Recorder got = run(Mode.CLOUD, 60, once(20, () -> silentUntilNoticed(first)));
    assertWhole(got, 60);
  }

  @Test
  void beyondTheServicesPatienceTheStreamEndsWithAnErrorThatSaysSo() {
    rig.verifier("cloud-0", first).offlineAfter(Duration.ofMillis(200));
    Recorder got = run(Mode.CLOUD, 60, once(20, first::kill));
    assertThat(got.completion).isNull();
    assertThat(got.failure.kind()).isEqualTo(Failure.Kind.UNREACHABLE);
    assertThat(got.failure.message()).startsWith("no verifier answered within 200 ms");
    assertThat(got.pieces.stream().map(p -> p.token().getId()).toList())
        .isEqualTo(expected(60).subList(0, got.pieces.size()));
  }

  @Test
  void aMoveToAnotherNumericsClassIsToldToTheClient() {
    second.numericsClass("other");
    rig.verifier("cloud-0", first).verifier("cloud-1", second);
    Recorder got = run(Mode.CLOUD, 40, once(10, first::kill));
    assertThat(got.head.fingerprint()).isEqualTo("toy-class");
    assertThat(got.completion.otherClass()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatCameByOtherExpertsSaysSo(Mode mode) {
    rig.verifier("cloud-0", first).drafter("edge-0", drafter);
    assertThat(run(mode, 40, tokens -> {}).completion.rerouted()).isFalse();

    Recorder got = run(mode, 40, once(10, first::rerouting));

    assertThat(got.completion.rerouted()).isTrue();
    assertThat(got.completion.reason())
        .endsWith("; experts were lost and others answered for them: not exact");
  }

  @Test
  void aSessionThatEndsFreesItsWorkers() throws InterruptedException {
    rig.verifier("cloud-0", first).drafter("edge-0", drafter);
    run(Mode.EDGE_DRAFT, 20, tokens -> {});
    first.awaitSessions(0);
    drafter.awaitSessions(0);
  }

  @Test
  void aStopStringEndsTheVerifiersWorkAndIsNotDelivered() throws InterruptedException {
    rig.verifier("cloud-0", first);
    String text = new ToyTokenizer().decode(ints(expected(60)));
    String stop = text.substring(20, 23);
    Recorder recorder = new Recorder();
    rig.sessions.run(rig.request("prompt", 5, 60, Mode.CLOUD, List.of(stop)), recorder);
    assertThat(recorder.text.toString()).isEqualTo(text.substring(0, text.indexOf(stop)));
    assertThat(recorder.completion.finishReason()).isEqualTo("stop");
    assertThat(recorder.completion.completionTokens()).isEqualTo(text.indexOf(stop));
    first.awaitSessions(0);
  }

  /** Silent until the broken streams show that the router noticed. */
  private static void silentUntilNoticed(FakeWorker worker) {
    worker.silent(true);
    for (FakeStream stream : worker.streams()) {
      stream.whenOver(() -> worker.silent(false));
    }
  }

  private Recorder run(Mode mode, int tokens, IntConsumer afterTokens) {
    Recorder recorder = new Recorder(afterTokens);
    rig.sessions.run(rig.request("prompt", 5, tokens, mode), recorder);
    return recorder;
  }

  private static IntConsumer once(int at, Runnable action) {
    boolean[] done = new boolean[1];
    return tokens -> {
      if (tokens >= at && !done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  private void assertWhole(Recorder got, int tokens) {
    assertThat(got.failure).isNull();
    assertThat(got.pieces.stream().map(p -> p.token().getId()).toList())
        .isEqualTo(expected(tokens));
  }

  private List<Integer> expected(int tokens) {
    return model.generate(new ToyTokenizer().encode("prompt", false), 5, 6 + tokens);
  }

  private static int[] ints(List<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }
}
