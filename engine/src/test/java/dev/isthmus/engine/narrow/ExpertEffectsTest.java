package dev.isthmus.engine.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.ExpertId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpertEffectsTest {

  private static final ExpertId A = new ExpertId(0, 0);
  private static final ExpertId B = new ExpertId(0, 1);
  private static final ExpertId C = new ExpertId(2, 0);
  private static final ExpertId UNUSED = new ExpertId(2, 1);

  private static final List<ExpertEffect> EFFECTS =
      List.of(
          new ExpertEffect(A, 10, 40, 0.9),
          new ExpertEffect(B, 30, 30, 0.3),
          new ExpertEffect(C, 5, 30, 0.5),
          new ExpertEffect(UNUSED, 0, 0, 0));

  private final ExpertEffects effects = new ExpertEffects(EFFECTS, Set.of(A, B, C, UNUSED));

  @Test
  void nothingMayBeLostSoNoneIsNarrow() {
    assertThat(effects.narrow(0)).isEmpty();
  }

  @Test
  void theLeastEffectsComeFirstUntilTheirSumIsAllThatMayBeLost() {
    assertThat(effects.narrow(0.0039)).containsExactly(UNUSED);
    assertThat(effects.narrow(0.0041)).containsExactly(B, UNUSED);
    assertThat(effects.narrow(0.0091)).containsExactly(B, C, UNUSED);
    assertThat(effects.narrow(1)).containsExactly(A, B, C, UNUSED);
  }

  @Test
  void whatHasFourBitsAlreadyIsNotChosenButItsOutputCounts() {
    assertThat(new ExpertEffects(EFFECTS, Set.of(C)).narrow(0.0051)).containsExactly(C);
    assertThat(new ExpertEffects(EFFECTS, Set.of(C)).narrow(0.0049)).isEmpty();
  }

  @Test
  void anExpertWithoutRowsCountsAsOneRowOfItsLayer() {
    assertThat(effects.narrow(0.00099)).isEmpty();
    assertThat(effects.narrow(0.00101)).containsExactly(UNUSED);
  }
}
