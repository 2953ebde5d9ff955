package dev.isthmus.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatcherTest {

  private final Batcher batcher = new Batcher(new Batcher.Limits(3, 64, 40, 16));

  private static Demand prompt(int rows, long arrival) {
    return new Demand(rows, 0, 0, arrival);
  }

  private static Demand window(int rows, long servedAt) {
    return new Demand(rows, rows, servedAt, 0);
  }

  @Test
  void aPromptAloneGoesInChunksOfThePrefillLimit() {
    assertThat(batcher.plan(List.of(prompt(100, 0)))).containsExactly(new Grant(0, 40));
  }

  @Test
  void aPromptBesideADecodeTakesNoMoreThanItsShare() {
    assertThat(batcher.plan(List.of(prompt(100, 0), window(1, 5))))
        .containsExactly(new Grant(1, 1), new Grant(0, 16));
  }

  @Test
  void aSlotIsKeptForAPromptHoweverManyWindowsAreReady() {
    assertThat(
            batcher.plan(
                List.of(window(1, 9), window(9, 4), window(5, 6), prompt(20, 1), prompt(7, 0))))
        .containsExactly(new Grant(1, 9), new Grant(2, 5), new Grant(4, 7));
  }

  @Test
  void theLeastRecentlyServedWindowsGoFirst() {
    assertThat(batcher.plan(List.of(window(1, 4), window(1, 2), window(1, 3), window(1, 1))))
        .containsExactly(new Grant(3, 1), new Grant(1, 1), new Grant(2, 1));
  }

  @Test
  void windowsThatWouldOverrunTheRowsWaitForTheNextStep() {
    assertThat(batcher.plan(List.of(window(40, 1), window(40, 2), window(20, 3))))
        .containsExactly(new Grant(0, 40), new Grant(2, 20));
  }

  @Test
  void rowsThatNeedLogitsStayTogether() {
    assertThat(batcher.plan(List.of(new Demand(45, 9, 0, 0)))).containsExactly(new Grant(0, 36));
    assertThat(batcher.plan(List.of(new Demand(40, 9, 0, 0)))).containsExactly(new Grant(0, 40));
  }

  @Test
  void anEngineOfOneSlotServesWhoeverWaitedLonger() {
    Batcher narrow = new Batcher(new Batcher.Limits(1, 64, 40, 16));
    assertThat(narrow.plan(List.of(new Demand(100, 0, 3, 0), window(1, 2))))
        .containsExactly(new Grant(1, 1));
    assertThat(narrow.plan(List.of(new Demand(100, 0, 1, 0), window(1, 2))))
        .containsExactly(new Grant(0, 40));
  }

  @Test
  void nothingReadyGivesNoStep() {
    assertThat(batcher.plan(List.of())).isEmpty();
  }
}
