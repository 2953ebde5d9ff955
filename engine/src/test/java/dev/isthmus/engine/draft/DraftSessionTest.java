package dev.isthmus.engine.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Sampling;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class DraftSessionTest {

  private final DraftSession session =
      new DraftSession(Sampling.GREEDY, new Ending(new int[] {0}, 12), new GumbelChooser());

  @Test
  void aRejectionGoesBackToTheCommonPrefix() {
    session.begin(0, new int[] {1, 2, 3}, 3);
    accept(4);
    accept(5);
    accept(6);
    assertThat(session.drafted()).containsExactly(4, 5, 6);
    // 4 was accepted, 5 was not: KV of 1, 2, 3, 4 stays, the correction 9 is fed.
    assertThat(session.begin(3, new int[] {4, 9}, 3)).isEqualTo(4);
    assertThat(session.next(4, 16).orElseThrow().tokens()).containsExactly(9);
  }

  @Test
  void aDraftAcceptedWholeNeedsItsLastTokenAndTheBonus() {
    session.begin(0, new int[] {1, 2, 3}, 2);
    accept(4);
    accept(5);
    assertThat(session.begin(3, new int[] {4, 5, 6}, 2)).isEqualTo(5);
    // The KV holds four rows: 5 was drafted last and never fed.
    assertThat(session.next(4, 16).orElseThrow().tokens()).containsExactly(5, 6);
  }

  @Test
  void withNothingWantedItPrefillsAllButTheLastToken() {
    session.begin(0, new int[] {1, 2, 3}, 0);
    Rows rows = session.next(0, 16).orElseThrow();
    assertThat(rows.tokens()).containsExactly(1, 2);
    assertThat(rows.logitRows()).isZero();
    assertThat(session.next(2, 16)).isEmpty();
  }

  @Test
  void theSameLogAgainStillScoresItsLastToken() {
    session.begin(0, new int[] {1, 2, 3}, 1);
    accept(4);
    assertThat(session.begin(3, new int[0], 1)).isEqualTo(2);
    assertThat(session.next(2, 16).orElseThrow().tokens()).containsExactly(3);
  }

  @Test
  void aDraftEndsAtAStopIdAndAtTheTokenLimit() {
    session.begin(0, new int[] {1, 2, 3}, 8);
    accept(0);
    assertThat(session.next(3, 16)).isEmpty();
    session.begin(3, new int[] {4, 5, 6, 7, 8, 9, 1}, 8);
    accept(4);
    accept(5);
    assertThat(session.next(11, 16)).isEmpty();
    assertThat(session.drafted()).containsExactly(4, 5);
  }

  @Test
  void aBaseBeyondTheLogIsRefused() {
    session.begin(0, new int[] {1, 2, 3}, 2);
    accept(4);
    assertThatThrownBy(() -> session.begin(4, new int[] {9}, 2))
        .hasMessage("base is 4 with 1 tokens; the log holds 3");
  }

  private void accept(int best) {
    float[] logits = new float[10];
    logits[best] = 1;
    session.accept(FloatBuffer.wrap(logits), 0, 10, null);
  }
}
