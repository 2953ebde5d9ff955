package dev.isthmus.router.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isthmus.planner.mode.StepTimes;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerifierFiguresTest {

  private final VerifierFigures idle = VerifierFigures.of(StepTimes.of(Map.of(1, 6.0, 4, 10.0)));
  private long nanos;

  @Test
  void plainStepsBeginAtTheProfileAndFollowWhatArrives() {
    assertThat(idle.plainMillis()).isEqualTo(6);
    assertThat(plain(idle, 100, 7).plainMillis()).isCloseTo(7, within(0.01));
  }

  @Test
  void whatPlainDecodingCostsMoreThanItsWindowIsNotTakenForLoad() {
    assertThat(plain(idle, 16, 7).windows().millis(4)).isEqualTo(10);
  }

  @Test
  void loadThatPlainStepsMeetRaisesWindowsToo() {
    VerifierFigures busy = plain(plain(idle, 16, 6), 200, 12);
    assertThat(busy.windows().millis(4)).isCloseTo(20, within(0.5));
  }

  @Test
  void loadThatPassesBeforeOrWhileDraftingLowersPlainStepsToo() {
    VerifierFigures busy = plain(plain(idle, 16, 6), 200, 12);
    nanos += 3_600_000_000_000L;
    assertThat(windows(busy, 200, 10).plainMillis()).isCloseTo(6, within(0.3));
    nanos -= 3_600_000_000_000L;
    VerifierFigures drafting = windows(windows(busy, 16, 20), 200, 10);
    assertThat(drafting.plainMillis()).isCloseTo(6, within(0.3));
  }

  @Test
  void whatDraftingCostsTheVerifierIsNotTakenForLoadOfPlainSteps() {
    VerifierFigures drafting = windows(plain(idle, 64, 6), 40, 20);
    assertThat(drafting.windows().millis(4)).isCloseTo(20, within(0.3));
    assertThat(drafting.plainMillis()).isCloseTo(6, within(0.6));

    VerifierFigures turns = repeat(idle, 20, it -> plain(windows(it, 25, 20), 25, 6));
    assertThat(turns.windows().millis(4)).isCloseTo(20, within(1.0));
    assertThat(turns.plainMillis()).isCloseTo(6, within(0.3));
  }

  @Test
  void windowsBetweenPlainStepsMoveNothingButTheirOwn() {
    VerifierFigures figures = repeat(idle, 20, it -> plain(windows(it, 4, 20), 4, 7));
    assertThat(figures.windows().millis(4)).isCloseTo(20, within(0.1));
    assertThat(figures.plainMillis()).isCloseTo(7, within(0.1));
  }

  @Test
  void oneOutlierMovesLittle() {
    assertThat(plain(plain(idle, 100, 6), 1, 5000).plainMillis()).isLessThan(7);
  }

  private VerifierFigures plain(VerifierFigures figures, int times, double millis) {
    return repeat(figures, times, it -> it.plain(millis, nanos));
  }

  private VerifierFigures windows(VerifierFigures figures, int times, double millis) {
    return repeat(figures, times, it -> it.window(4, millis, nanos));
  }

  private static VerifierFigures repeat(
      VerifierFigures figures, int times, UnaryOperator<VerifierFigures> step) {
    return Stream.iterate(figures, step).skip(times).findFirst().orElseThrow();
  }
}
