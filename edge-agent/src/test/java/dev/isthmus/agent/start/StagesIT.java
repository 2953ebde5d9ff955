package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Token;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model over three packaged agents says what it says in one of them, bit for bit. */
class StagesIT {

  @TempDir static Path dir;
  private static StagedFleet fleet;

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
    Generation generation = begin(StagedFleet.WHOLE, "w" + salt + temperature, temperature, salt);
    List<Token> tokens = generation.decode(count);
    generation.close();
    return tokens;
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
  void speculativeRoundsOverThreeProcessesGiveTheBytesOfPlainDecoding() throws Exception {
    List<Token> plain = whole(2, 0.8, 40);
    Generation chained = begin(StagedFleet.CHAINED, "spec", 0.8, 2);
    List<Token> committed = new ArrayList<>();
    for (int round = 0; committed.size() < 30; round++) {
      List<Integer> draft = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int right = plain.get(committed.size() + i).getId();
        draft.add(i == round % 5 ? right ^ 1 : right);
      }
      committed.addAll(chained.verify(draft));
    }
    chained.close();
    assertThat(committed).isEqualTo(plain.subList(0, committed.size()));
  }

  @Test
  void aStageThatIsKilledInAStreamCostsNoToken() throws Exception {
    List<Token> expected = whole(3, 0.8, 30);
    Generation chained = begin(StagedFleet.CHAINED, "killed", 0.8, 3);
    List<Token> tokens = new ArrayList<>(chained.decode(10));
    for (int stage = 0; stage < StagedFleet.hostIndex(); stage++) {
      fleet.killAndStart(stage);
      fleet.assign(HiddenStates.STATES_FP32);
      tokens.addAll(chained.decode(10));
    }
    chained.close();
    assertThat(tokens).isEqualTo(expected);
  }
}
