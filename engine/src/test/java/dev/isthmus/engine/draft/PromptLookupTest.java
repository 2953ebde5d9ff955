package dev.isthmus.engine.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PromptLookupTest {

  private final Drafter lookup = new PromptLookup(2, 4);

  @Test
  void whatFollowedTheSameTokensBeforeIsProposed() {
    assertThat(draft(3, 1, 2, 7, 8, 9, 1, 2)).containsExactly(7, 8, 9);
  }

  @Test
  void aLongerMatchBeatsAMoreRecentOne() {
    assertThat(draft(1, 5, 1, 2, 7, 6, 1, 2, 8, 5, 1, 2)).containsExactly(7);
  }

  @Test
  void ofEqualMatchesTheMostRecentWins() {
    assertThat(draft(1, 1, 2, 7, 1, 2, 8, 1, 2)).containsExactly(8);
  }

  @Test
  void beyondTheLongestThatCountsTheMostRecentWins() {
    assertThat(draft(1, 9, 1, 2, 3, 4, 7, 1, 2, 3, 4, 8, 9, 1, 2, 3, 4)).containsExactly(8);
  }

  @Test
  void aRepetitionIsCarriedOn() {
    assertThat(draft(5, 3, 4, 3, 4)).containsExactly(3, 4, 3, 4, 3);
    assertThat(draft(3, 6, 6, 6)).containsExactly(6, 6, 6);
  }

  @Test
  void withoutAMatchThereIsNoDraft() {
    assertThat(draft(3, 1, 2, 3, 4)).isEmpty();
    assertThat(draft(3, 2, 7, 2)).isEmpty();
    assertThat(draft(3)).isEmpty();
    assertThat(draft(0, 1, 1, 1)).isEmpty();
  }

  @Test
  void tokensBehindTheLengthDoNotCount() {
    assertThat(lookup.draft(new int[] {1, 2, 7, 1, 2, 1, 2}, 5, 1)).containsExactly(7);
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThatThrownBy(() -> new PromptLookup(3, 2))
        .hasMessage("matches of 3 to 2 tokens; 1 is the least, and no range is empty");
  }

  private int[] draft(int count, int... log) {
    return lookup.draft(log, log.length, count);
  }
}
