package dev.isthmus.protocol.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestEpochsTest {

  private final LatestEpochs epochs = new LatestEpochs();

  @Test
  void aRepeatAndAnOlderRecordAreNotNewer() {
    assertThat(epochs.advance("a", 5)).isTrue();
    assertThat(epochs.advance("a", 5)).isFalse();
    assertThat(epochs.advance("a", 4)).isFalse();
    assertThat(epochs.advance("a", 6)).isTrue();
    assertThat(epochs.of("a")).hasValue(6);
  }

  @Test
  void keysAreOrderedEachByItself() {
    assertThat(epochs.advance("a", 5)).isTrue();
    assertThat(epochs.advance("b", 1)).isTrue();
    assertThat(epochs.of("c")).isEmpty();
  }

  @Test
  void epochsAreUnsigned() {
    assertThat(LatestEpochs.isNewer(-1L, Long.MAX_VALUE)).isTrue();
  }
}
