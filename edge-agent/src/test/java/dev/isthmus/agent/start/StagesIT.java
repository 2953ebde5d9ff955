package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Token;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model over three packaged agents says what it says in one of them, bit for bit. */
class StagesIT {

  @TempDir static Path dir;
  private static StagedFleet fleet;
  private static int wholes;

  @BeforeAll
  static void start() throws Exception {
    fleet = new StagedFleet(dir);
    fleet.assign(HiddenStates.STATES_FP32);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  private static List<Integer> prompt(int length, int salt) {
    return IntStream.range(0, length).map(i -> 3 + (i * 31 + salt * 7) % 370).boxed().toList();
  }

  private static Generation begin(String uid, String session, double temperature, int salt)
      throws Exception {
    return new Generation(fleet.stream(), uid, session, temperature, prompt(40 + 17 * salt, salt));
  }

  private static List<Token> whole(int salt, double temperature, int count) throws Exception {
    Generation generation = begin(StagedFleet.WHOLE, "whole-" + ++wholes, temperature, salt);
    List<Token> tokens = generation.decode(count);
    generation.close();
    return tokens;
  }

  @Test
  void aStageHasItsOwnPartOfTheModelOnItsDiskAndNoMore() {
    for (int stage = 0; stage < StagedFleet.hostIndex(); stage++) {
      assertThat(fleet.percentHeld(stage)).as("stage %d", stage).isBetween(10, 60);
      assertThat(fleet.cache(stage).resolve("models/hf")).doesNotExist();
    }
  }

  @Test
  void decodingOverThreeProcessesGivesTheBytesOfOne() throws Exception {
    for (double temperature : new double[] {0, 0.8}) {
      Generation chained = begin(StagedFleet.CHAINED, "c" + temperature, temperature, 1);
      assertThat(chained.decode(40)).isEqualTo(whole(1, temperature, 40));
      chained.close();
    }
  }

  @Test
  void aSecondTurnOverThreeProcessesPrefillsOnlyWhatIsNew() throws Exception {
    Generation first = begin(StagedFleet.CHAINED, "turn-1", 0.8, 4);
    first.decode(20);
    first.close();
    List<Integer> second = new ArrayList<>(first.tokens());
    second.addAll(prompt(30, 9));

    Generation chained = open(StagedFleet.CHAINED, "turn-2", second);
    Generation whole = open(StagedFleet.WHOLE, "turn-2-whole", second);

    // The last token that was decoded has no row yet.
    assertThat(chained.cached()).isEqualTo(first.tokens().size() - 1);
    assertThat(whole.cached()).isZero();
    assertThat(chained.decode(20)).isEqualTo(whole.decode(20));
    chained.close();
    whole.close();
  }

  private static Generation open(String uid, String session, List<Integer> prompt)
      throws Exception {
    return new Generation(fleet.stream(), uid, session, 0.8, prompt);
  }

  @Test
  void aCallerThatIsNotWhatItSaysIsRefusedByNameAndTheChainGoesOn() throws Exception {
    Generation chained = begin(StagedFleet.CHAINED, "among-strangers", 0.8, 5);
    List<Token> tokens = new ArrayList<>(chained.decode(10));

    assertThat(fleet.refusal(1, hello -> hello.setPlanEpoch(StagedFleet.PLAN - 1)))
        .isEqualTo("StaleEpoch: the plan is at epoch 3 here, the caller's at 2");
    assertThat(fleet.refusal(1, hello -> hello.setPlanEpoch(StagedFleet.PLAN + 1)))
        .isEqualTo("NotYet: the plan of epoch 4 has not come here yet");
    assertThat(fleet.refusal(1, hello -> hello.setIncarnation(0)))
        .matches("StaleEpoch: the chain was joined with incarnation \\d+ already, not 0");
    assertThat(fleet.refusal(1, hello -> hello.setHiddenSize(65)))
        .isEqualTo("WrongShape: hidden states have 64 values here, not 65");
    assertThat(fleet.refusal(1, hello -> hello.setFirstLayer(2)))
        .isEqualTo("WrongShape: this stage begins at layer 1, not at 2");
    assertThat(fleet.refusal(1, hello -> hello.setRoleId("another")))
        .isEqualTo("NotAssigned: no stage another is ready here");

    tokens.addAll(chained.decode(10));
    chained.close();
    assertThat(tokens).isEqualTo(whole(5, 0.8, 20));
  }

  @Test
  void aStageThatSendsWhatIsNoNumberIsNamedAndNothingIsServedOfIt() throws Exception {
    try (LyingStage liar = fleet.behindALiar(1)) {
      fleet.assign(HiddenStates.STATES_FP32);
      Generation chained = begin(StagedFleet.CHAINED, "lied-to", 0.8, 6);
      assertThat(chained.decode(10)).isEqualTo(whole(6, 0.8, 10));

      liar.lie(true);
      Status refusal = chained.refusal();
      liar.lie(false);

      assertThat(refusal.getDescription())
          .isEqualTo("InvalidStates: stage [2,4) was sent NaN as value 1 of its hidden states");
      Generation next = begin(StagedFleet.CHAINED, "told-the-truth", 0.8, 6);
      assertThat(next.decode(20)).isEqualTo(whole(6, 0.8, 20));
      next.close();
    } finally {
      fleet.withoutLiar(1);
      fleet.assign(HiddenStates.STATES_FP32);
    }
  }

  @Test
  void speculativeRoundsOverThreeProcessesGiveTheBytesOfPlainDecoding() throws Exception {
    List<Token> plain = whole(2, 0.8, 40);
    Generation chained = begin(StagedFleet.CHAINED, "spec", 0.8, 2);
    List<Token> committed = chained.speculate(plain, 30);
    chained.close();
    assertThat(committed).isEqualTo(plain.subList(0, committed.size()));
  }

  /** Each stage in turn; more kills on request: {@code -Disthmus.kills=50}. */
  @Test
  void stagesThatAreKilledUnderEightStreamsCostNoToken() throws Exception {
    int kills = Integer.getInteger("isthmus.kills", StagedFleet.hostIndex());
    int tokens = 4 * (kills + 1);
    List<List<Token>> expected = new ArrayList<>();
    List<Generation> streams = new ArrayList<>();
    List<List<Token>> got = new ArrayList<>();
    for (int salt = 0; salt < 8; salt++) {
      expected.add(whole(salt, 0.8, tokens));
      streams.add(begin(StagedFleet.CHAINED, "killed-" + salt, 0.8, salt));
      got.add(new ArrayList<>());
    }
    for (int kill = 0; kill <= kills; kill++) {
      List<CompletableFuture<List<Token>>> underWay = new ArrayList<>();
      streams.forEach(stream -> underWay.add(decoding(stream, 4)));
      if (kill < kills) {
        fleet.killAndStart(kill % StagedFleet.hostIndex());
        fleet.assign(HiddenStates.STATES_FP32);
      }
      for (int i = 0; i < streams.size(); i++) {
        got.get(i).addAll(underWay.get(i).get(180, TimeUnit.SECONDS));
      }
    }
    streams.forEach(Generation::close);
    assertThat(got).isEqualTo(expected);
  }

  private static CompletableFuture<List<Token>> decoding(Generation stream, int count) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return stream.decode(count);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task, "stream").start());
  }
}
