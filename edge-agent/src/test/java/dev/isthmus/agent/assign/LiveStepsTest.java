package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isthmus.protocol.v1.StepTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveStepsTest {

  private long nanos;
  private final LiveSteps steps =
      new LiveSteps(
          List.of(measured(1, 1, 10), measured(4, 1, 20), measured(1, 4, 30)), () -> nanos);

  private static StepTime measured(int rows, int sessions, double millis) {
    return StepTime.newBuilder().setRows(rows).setSessions(sessions).setMillis(millis).build();
  }

  private void serve(int count, double factor) {
    for (int i = 0; i < count; i++) {
      steps.took(i % 2 == 0 ? 1 : 4, 1, (i % 2 == 0 ? 10 : 20) * factor);
      nanos += Duration.ofSeconds(61).toNanos() / count;
    }
  }

  @Test
  void whatStepsTakeIsToldAfterAMinuteOfServingForEveryShape() {
    serve(256, 1);
    assertThat(steps.told()).hasSize(3);
    assertThat(steps.told().get(2).getMillis()).isCloseTo(30, within(0.01));
  }

  @Test
  void aMomentOrAFewStepsSayNothing() {
    for (int i = 0; i < 1000; i++) {
      steps.took(1, 1, 40);
    }
    assertThat(steps.told()).isEmpty();

    LiveSteps few = new LiveSteps(List.of(measured(1, 1, 10)), () -> nanos);
    few.took(1, 1, 40);
    nanos += Duration.ofMinutes(5).toNanos();
    few.took(1, 1, 40);
    assertThat(few.told()).isEmpty();
  }

  @Test
  void onlyAClearChangeIsNews() {
    serve(256, 1);
    List<StepTime> first = steps.told();
    serve(256, 1.15);
    assertThat(steps.told()).isSameAs(first);
    serve(256, 4);
    assertThat(steps.told().get(0).getMillis()).isCloseTo(40, within(1.0));
  }

  @Test
  void aQuotaThatStopsAFewStepsForLongIsSeen() {
    for (int i = 0; i < 300; i++) {
      steps.took(1, 1, i % 4 == 0 ? 85 : 10);
      nanos += Duration.ofSeconds(1).toNanos();
    }
    assertThat(steps.told().get(0).getMillis()).isCloseTo(28.75, within(0.01));
  }

  @Test
  void oneLongStopAndShapesThatWereNotMeasuredDoNotCount() {
    for (int i = 0; i < 300; i++) {
      steps.took(1, 1, i == 7 ? 60_000 : 10);
      steps.took(128, 1, 900);
      nanos += Duration.ofSeconds(1).toNanos();
    }
    assertThat(steps.told().get(0).getMillis()).isCloseTo(10.5, within(0.01));
  }
}
