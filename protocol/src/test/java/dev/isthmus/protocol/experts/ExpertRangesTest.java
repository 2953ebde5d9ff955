package dev.isthmus.protocol.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertRangesTest {

  @Test
  void rangesAndLoneExpertsAreReadAndWritten() {
    assertThat(ExpertRanges.parse("0-3,7,9-10")).containsExactly(0, 1, 2, 3, 7, 9, 10);
    assertThat(ExpertRanges.format(List.of(10, 0, 1, 7, 3, 2, 9))).isEqualTo("0-3,7,9-10");
    assertThat(ExpertRanges.format(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "3-1", "1-2-3", "-1", "2,1", "0-3,3", "5000", "1,,2"})
  void whatIsNoAscendingRangeIsRefused(String ranges) {
    assertThatThrownBy(() -> ExpertRanges.parse(ranges))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("experts \"" + ranges + "\"");
  }
}
