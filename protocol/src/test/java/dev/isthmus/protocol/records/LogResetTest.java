package dev.isthmus.protocol.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogResetTest {

  private final LogReset log = new LogReset();

  @Test
  void aLogThatGrowsIsTheSame() {
    assertThat(log.noticed(0)).isFalse();
    assertThat(log.noticed(7)).isFalse();
    assertThat(log.noticed(8)).isFalse();
  }

  @Test
  void aLogWhoseOffsetsFallIsAnotherOneAndIsNoticedOnce() {
    log.noticed(120);
    assertThat(log.noticed(3)).isTrue();
    assertThat(log.noticed(4)).isFalse();
  }
}
