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

  @Test
  void equalLogitsDoNotDivergeWhateverTheirOffset() {
    assertThat(LogitRows.divergence(new float[] {1, 2, 3}, new float[] {11, 12, 13}))
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void theDivergenceOfACoinFromABiasedOneIsKnown() {
    float[] coin = {0, 0};
    float[] biased = {(float) Math.log(0.9), (float) Math.log(0.1)};
    assertThat(LogitRows.divergence(coin, biased)).isCloseTo(0.5108, within(1e-4));
  }

  @Test
  void theFirstOfTwoEqualLogitsIsTheBest() {
    assertThat(LogitRows.best(new float[] {0, 5, 5})).isEqualTo(1);
  }
}
