package dev.isthmus.planner.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimatesTest {

  @Test
  void acceptanceStartsAtThePriorAndFollowsWhatIsMeasured() {
    AcceptanceEstimate estimate = AcceptanceEstimate.of(0.5);
    assertThat(estimate.rate()).isEqualTo(0.5);
    for (int round = 0; round < 200; round++) {
      estimate = estimate.observe(4, 4);
    }
    assertThat(estimate.rate()).isBetween(0.97, 1.0);
    for (int round = 0; round < 1000; round++) {
      estimate = estimate.observe(4, 0);
    }
    assertThat(estimate.rate()).isBetween(0.0, 0.03);
  }

  @Test
  void tokensBehindTheFirstRejectionDoNotCount() {
    AcceptanceEstimate estimate = new AcceptanceEstimate(0.5, 1e-9, 1, 0, 0);
    assertThat(estimate.observe(8, 1).rate()).isCloseTo(0.5, within(1e-6));
    assertThat(estimate.observe(8, 8).rate()).isCloseTo(1, within(1e-6));
    assertThat(estimate.observe(0, 0).trials()).isZero();
  }

  @Test
  void moreAcceptedThanDraftedIsRefused() {
    assertThatThrownBy(() -> AcceptanceEstimate.of(0.5).observe(2, 3))
        .hasMessage("3 of 2 drafted tokens accepted");
  }

  @Test
  void oneSlowRoundTripDoesNotMoveTheMedian() {
    MedianWindow window = new MedianWindow(5);
    assertThat(window.median()).isEmpty();
    for (double millis : new double[] {40, 41, 900, 42, 40}) {
      window.add(millis);
    }
    assertThat(window.median()).hasValue(41);
    for (int i = 0; i < 3; i++) {
      window.add(10);
    }
    assertThat(window.median()).hasValue(10);
    window.add(Double.NaN);
    assertThat(window.median()).hasValue(10);
  }

  @Test
  void anEvenNumberOfMeasurementsGivesTheMeanOfTheMiddleTwo() {
    MedianWindow window = new MedianWindow(4);
    window.add(1);
    window.add(4);
    assertThat(window.median()).hasValue(2.5);
  }

  @Test
  void liveStepsMoveTheWholeTable() {
    StepTimeEstimate estimate = StepTimeEstimate.of(StepTimes.of(Map.of(1, 5.0, 8, 16.0)));
    for (int i = 0; i < 100; i++) {
      estimate = estimate.observe(1, 10, 0.1);
    }
    assertThat(estimate.millis(8)).isCloseTo(32, within(0.01));
    assertThat(estimate.now().millis(1)).isCloseTo(10, within(0.01));
    assertThat(estimate.observe(1, Double.NaN, 0.1)).isEqualTo(estimate);
  }

  @Test
  void stepTimesAreLinearBetweenAndBeyondWhatWasMeasured() {
    StepTimes times = StepTimes.of(Map.of(2, 7.0, 4, 10.0, 8, 16.0));
    assertThat(times.millis(1)).isEqualTo(7);
    assertThat(times.millis(3)).isEqualTo(8.5);
    assertThat(times.millis(8)).isEqualTo(16);
    assertThat(times.millis(16)).isEqualTo(28);
    assertThat(StepTimes.of(Map.of(2, 6.0)).millis(4)).isEqualTo(12);
  }

  @Test
  void anEmptyOrNegativeTableIsRefused() {
    assertThatThrownBy(() -> StepTimes.of(Map.of())).hasMessageContaining("step times are empty");
    assertThatThrownBy(() -> StepTimes.of(Map.of(1, -2.0)))
        .hasMessage("step time of 1 rows is -2.0 ms; rows and time must be above 0");
  }
}
