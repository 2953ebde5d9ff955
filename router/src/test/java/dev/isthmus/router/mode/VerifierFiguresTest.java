package dev.isthmus.router.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isthmus.planner.mode.StepTimes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifierFiguresTest {

  private final VerifierFigures idle = VerifierFigures.of(StepTimes.of(Map.of(1, 6.0, 4, 10.0)));

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
  void loadThatPassesWhileDraftingLowersPlainStepsToo() {
    VerifierFigures figures = plain(plain(idle, 16, 6), 200, 12);
    for (int i = 0; i < 200; i++) {
      figures = figures.window(4, 10);
    }
    assertThat(figures.plainMillis()).isCloseTo(6, within(0.3));
  }

  @Test
  void oneOutlierMovesLittle() {
    assertThat(plain(plain(idle, 100, 6), 1, 5000).plainMillis()).isLessThan(7);
  }

  private static VerifierFigures plain(VerifierFigures figures, int times, double millis) {
    VerifierFigures after = figures;
    for (int i = 0; i < times; i++) {
      after = after.plain(millis);
    }
    return after;
  }
}
