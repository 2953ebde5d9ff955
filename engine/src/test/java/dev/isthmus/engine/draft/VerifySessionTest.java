package dev.isthmus.engine.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.sample.Acceptance;
import dev.isthmus.engine.sample.Accepted;
import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.Finish;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Sampling;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class VerifySessionTest {

  private final VerifySession session = session(100, 1, 2, 3, 4, 5);

  @Test
  void prefillLeavesTheLastTokenForTheFirstWindow() {
    assertThat(session.prefill(0, 3).orElseThrow().tokens()).containsExactly(1, 2, 3);
    assertThat(session.prefill(3, 3).orElseThrow().tokens()).containsExactly(4);
    assertThat(session.prefill(4, 3)).isEmpty();
  }

  @Test
  void theLastPrefillRidesWithTheFirstWindowWhereBothFit() {
    Rows rows = session.next(2, new int[] {8, 9}, 16);
    assertThat(rows.tokens()).containsExactly(3, 4, 5, 8, 9);
    assertThat(rows.logitRows()).isEqualTo(3);
    Rows chunk = session.next(0, new int[] {8, 9}, 4);
    assertThat(chunk.tokens()).containsExactly(1, 2, 3, 4);
    assertThat(chunk.logitRows()).isZero();
  }

  @Test
  void aDraftLongerThanAStepIsCut() {
    Rows rows = session.next(4, new int[] {6, 7, 8, 9}, 3);
    assertThat(rows.tokens()).containsExactly(5, 6, 7);
    Accepted accepted = session.accept(best(6, 7, 8), 10, null);
    assertThat(accepted.tokens()).containsExactly(6, 7, 8);
    assertThat(accepted.drafts()).isEqualTo(2);
  }

  @Test
  void draftsBeyondTheTokenLimitAreNotScoredAndNeedNoKv() {
    VerifySession nearEnd = session(7, 1, 2, 3, 4, 5);
    Rows rows = nearEnd.next(4, new int[] {6, 7, 8}, 16);
    assertThat(rows.tokens()).containsExactly(5, 6);
    Accepted accepted = nearEnd.accept(best(6, 7), 10, null);
    assertThat(accepted.tokens()).containsExactly(6, 7);
    assertThat(nearEnd.finish()).isEqualTo(Finish.LENGTH);
    assertThat(nearEnd.kvLength()).isEqualTo(6);
  }

  @Test
  void windowsThatDoNotFitTheLogAreRefusedWithValues() {
    assertThat(session.refusal(5, new int[] {5, 9}, 10)).isEmpty();
    assertThat(session.refusal(4, new int[] {5}, 10))
        .contains("base is 4; 5 tokens are committed here");
    assertThat(session.refusal(5, new int[] {9}, 10))
        .contains("the window begins with token 9; the last committed token is 5");
    assertThat(session.refusal(5, new int[0], 10))
        .contains("the window begins with nothing; the last committed token is 5");
    assertThat(session.refusal(5, new int[] {5, 10}, 10))
        .contains("token 10 is outside the vocabulary of 10");
  }

  @Test
  void anEndedGenerationScoresNoFurtherWindow() {
    VerifySession full = session(6, 1, 2, 3, 4, 5);
    full.next(4, new int[0], 16);
    full.accept(best(6), 10, null);
    assertThat(full.refusal(6, new int[] {6}, 10))
        .contains("the generation has ended at 6 tokens (LENGTH)");
  }

  @Test
  void aResetKeepsTheKvOfWhatStaysTheSame() {
    assertThat(session.reset(2, new int[] {3, 4, 9, 9})).isEqualTo(4);
    assertThat(session.tokens(0, session.length())).containsExactly(1, 2, 3, 4, 9, 9);
    assertThat(session.reset(6, new int[0])).isEqualTo(5);
    assertThatThrownBy(() -> session.reset(7, new int[0])).hasMessage("base is 7; the log holds 6");
  }

  private static VerifySession session(int limit, int... tokens) {
    return new VerifySession(
        tokens,
        Sampling.GREEDY,
        new Ending(new int[0], limit),
        new Acceptance(new GumbelChooser()));
  }

  private static FloatBuffer best(int... ids) {
    float[] logits = new float[ids.length * 10];
    for (int row = 0; row < ids.length; row++) {
      logits[row * 10 + ids[row]] = 1;
    }
    return FloatBuffer.wrap(logits);
  }
}
