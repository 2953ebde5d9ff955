package dev.isthmus.router.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.planner.mode.Mode;
import dev.isthmus.router.fake.FakeWorker;
import dev.isthmus.router.fake.Faults;
import dev.isthmus.router.fake.Recorder;
import dev.isthmus.router.fake.Rig;
import dev.isthmus.router.fake.ToyModel;
import dev.isthmus.router.fake.ToyTokenizer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong on the way, the client gets the verifier's own tokens, each of them once. */
class ExactnessTest {

  private static final String PROMPT = "once upon a time";

  private final ToyModel model = new ToyModel(80);
  private final FakeWorker verifier = new FakeWorker(model);
  private final FakeWorker second = new FakeWorker(model);
  private final FakeWorker drafter = new FakeWorker(model);
  private final Rig rig = new Rig().verifier("cloud-0", verifier).verifier("cloud-1", second);

  @AfterEach
  void close() {
    rig.close();
    verifier.close();
    second.close();
    drafter.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyModeGivesTheVerifiersOwnTokens(Mode mode) {
    rig.drafter("edge-0", drafter);
    for (int seed = 0; seed < 20; seed++) {
      assertSame(rig.run(rig.request(PROMPT, seed, 60, mode)), seed, 60);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fiftySeedsOfRandomCutsChangeNothing(Mode mode) {
    rig.drafter("edge-0", drafter).promptLookup();
    int reopenings = 0;
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      verifier.faults(Faults.random(random.split(), 4));
      second.faults(Faults.random(random.split(), 4));
      drafter.faults(Faults.random(random.split(), 6));
      Recorder got = rig.run(rig.request(PROMPT, seed, 80, mode));
      assertSame(got, seed, 80);
      reopenings += got.completion.reopenings();
    }
    assertThat(reopenings).isGreaterThan(50);
  }

  @Test
  void draftsThatAreMostlyRightSaveRounds() {
    rig.drafter("edge-0", drafter);
    Recorder got = rig.run(rig.request(PROMPT, 3, 40, Mode.EDGE_DRAFT));
    Completion counts = got.completion;
    assertThat(counts.mode()).isEqualTo("edge-draft");
    assertThat(counts.drafted()).isPositive();
    assertThat(counts.accepted()).isBetween(1L, counts.drafted());
    assertThat(counts.rounds()).isLessThan(counts.completionTokens());
    assertThat(got.pieces.stream().filter(Piece::accepted).count()).isEqualTo(counts.accepted());
  }

  @Test
  void whileAWindowIsAwayTheDrafterDraftsOn() {
    rig.drafter("edge-0", drafter).maxDraftTokens(1);
    Recorder got = rig.run(rig.request(PROMPT, 3, 60, Mode.EDGE_DRAFT));
    assertSame(got, 3, 60);
    assertThat((long) drafter.drafts()).isGreaterThan(got.completion.rounds());
    assertThat(got.completion.ahead()).isPositive();
    assertThat(got.completion.hits()).isBetween(1L, got.completion.ahead());
  }

  @Test
  void draftsBesideTheVerifierSaveSteps() {
    ToyModel chorus = ToyModel.repeating(7);
    try (FakeWorker cloud = new FakeWorker(chorus);
        Rig alone = new Rig().verifier("cloud-0", cloud).promptLookup()) {
      Recorder got = alone.run(alone.request(PROMPT, 1, 200, Mode.CLOUD_DRAFT));

      Completion counts = got.completion;
      assertThat(counts.mode()).isEqualTo("cloud-draft");
      assertThat(counts.completionTokens()).isEqualTo(200);
      assertThat(counts.accepted()).isGreaterThan(150);
      assertThat(got.pieces.stream().filter(Piece::accepted).count()).isEqualTo(counts.accepted());
      assertThat(got.pieces.stream().map(piece -> piece.token().getId()).toList())
          .isEqualTo(chorus.generate(new ToyTokenizer().encode(PROMPT, false), 1, 216));
    }
  }

  @Test
  void whatLookupWouldHaveProposedIsLearntFromPlainDecoding() {
    try (FakeWorker cloud = new FakeWorker(ToyModel.repeating(7));
        Rig alone = new Rig().verifier("cloud-0", cloud).promptLookup()) {
      Recorder got = alone.run(alone.request(PROMPT, 1, 100, Mode.CLOUD));

      assertThat(got.completion.drafted()).isZero();
      assertThat(alone.acceptance("prompt lookup")).isGreaterThan(0.85);
    }
  }

  @Test
  void aDrafterThatDiesInTheMiddleLeavesTheStreamToTheCloud() {
    rig.drafter("edge-0", drafter);
    Recorder client = new Recorder(tokens -> killAt(tokens, 10));
    rig.sessions.run(rig.request(PROMPT, 12, 60, Mode.EDGE_DRAFT), client);
    assertSame(client, 12, 60);
    assertThat(client.head.mode()).isEqualTo("edge-draft");
    assertThat(client.completion.mode()).isEqualTo("cloud");
    assertThat(client.completion.reason()).contains("drafter was lost");
  }

  private boolean killed;

  private void killAt(int tokens, int at) {
    if (tokens >= at && !killed) {
      killed = true;
      drafter.kill();
    }
  }

  private void assertSame(Recorder got, long seed, int most) {
    int[] prompt = new ToyTokenizer().encode(PROMPT, false);
    List<Integer> expected = model.generate(prompt, seed, prompt.length + most);
    boolean stops = expected.get(expected.size() - 1) == ToyModel.STOP;
    List<Integer> shown = stops ? expected.subList(0, expected.size() - 1) : expected;
    assertThat(got.failure).isNull();
    assertThat(got.pieces.stream().map(piece -> piece.token().getId()).toList()).isEqualTo(shown);
    assertThat(got.completion.finishReason()).isEqualTo(stops ? "stop" : "length");
    assertThat(got.completion.completionTokens()).isEqualTo(shown.size());
  }
}
