package dev.isthmus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Statistics.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
  }

  @Test
  void aQuantileIsInterpolatedBetweenNeighbours() {
    assertThat(Statistics.quantile(List.of(10.0, 20.0, 30.0), 0.95)).isCloseTo(29, within(1e-9));
    assertThat(Statistics.quantile(List.of(10.0, 20.0, 30.0), 1)).isEqualTo(30);
  }

  @Test
  void nothingMeasuredHasNoMedian() {
    assertThatThrownBy(() -> Statistics.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
