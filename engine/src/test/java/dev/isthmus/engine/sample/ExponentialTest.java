package dev.isthmus.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {

  @Test
  void itIsWithinFourUnitsInTheLastPlace() {
    for (double x = -699.9; x < 50; x += 0.0137) {
      double exact = StrictMath.exp(x);
      assertThat(Math.abs(Exponential.exp(x) - exact)).isLessThanOrEqualTo(4 * Math.ulp(exact));
    }
  }

  @Test
  void zeroGivesOneAndTheFarTailNothing() {
    assertThat(Exponential.exp(0)).isEqualTo(1);
    assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.exp(-1000)).isZero();
  }
}
