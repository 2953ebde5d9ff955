package dev.isthmus.agent.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.Missing;
import dev.isthmus.protocol.v1.StageWindow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentRowsTest {

  private final SentRows sent = new SentRows();

  private void add(long id, int base, int rows) {
    sent.add(
        StageWindow.newBuilder()
            .setId(id)
            .setBase(base)
            .setRows(rows)
            .setLogitRows(1)
            .addAllTokens(IntStream.range(base, base + rows).boxed().toList())
            .build());
  }

  private static Missing missing(int held, int wanted) {
    return Missing.newBuilder().setHeld(held).setWanted(wanted).build();
  }

  private static String describe(StageWindow window) {
    return (window.getRefill() ? "refill " : "window " + window.getId() + " ")
        + window.getTokensList();
  }

  private List<String> since(int held, int wanted) {
    return sent.since(missing(held, wanted), 4).stream().map(SentRowsTest::describe).toList();
  }

  @Test
  void whatWasMissedIsSentAgainAndWhatCameBeforeOnlyRebuilds() {
    add(1, 0, 3);
    add(2, 3, 1);
    add(3, 4, 1);
    add(4, 5, 2);
    assertThat(since(0, 4))
        .containsExactly("refill [0, 1, 2, 3]", "window 3 [4]", "window 4 [5, 6]");
    assertThat(since(3, 4)).containsExactly("refill [3]", "window 3 [4]", "window 4 [5, 6]");
  }

  @Test
  void rebuildingWindowsAreJoinedButNotBeyondAStepsRows() {
    add(1, 0, 3);
    add(2, 3, 2);
    add(3, 5, 1);
    assertThat(since(0, 5)).containsExactly("refill [0, 1, 2]", "refill [3, 4]", "window 3 [5]");
  }

  @Test
  void aRejectedDraftIsForgottenWithTheWindowThatTakesItsPlace() {
    add(1, 0, 3);
    add(2, 3, 4);
    add(3, 5, 1);
    assertThat(since(0, 5)).containsExactly("refill [0, 1, 2]", "refill [3, 4]", "window 3 [5]");
    assertThat(sent.covers(missing(0, 6))).isFalse();
  }

  @Test
  void rowsThatWereNeverHereAreNotCovered() {
    add(1, 6, 2);
    assertThat(sent.covers(missing(6, 7))).isTrue();
    assertThat(sent.covers(missing(2, 6))).isFalse();
  }
}
