package dev.isthmus.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final Condition BEFORE =
      new Condition(
          "Ready", ConditionStatus.TRUE, 1L, "2026-01-01T00:00:00Z", "AsWanted", "it is served");

  private final Clock later =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

  @Test
  void theTimeStaysWhileTheValueDoesThoughReasonAndGenerationChange() {
    Condition next =
        new Conditions(List.of(BEFORE), 2L, later)
            .set("Ready", ConditionStatus.TRUE, Reason.Loading, "other")
            .list()
            .get(0);
    assertThat(next.lastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(next.observedGeneration()).isEqualTo(2);
    assertThat(next.reason()).isEqualTo("Loading");
  }

  @Test
  void theTimeMovesWithTheValue() {
    Condition next =
        new Conditions(List.of(BEFORE), 1L, later)
            .set("Ready", ConditionStatus.FALSE, Reason.NoVerifier, "gone")
            .list()
            .get(0);
    assertThat(next.lastTransitionTime()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void aLongMessageIsCutToWhatTheSchemaTakes() {
    Condition next =
        new Conditions(List.of(), 1L, later)
            .set("Ready", ConditionStatus.FALSE, Reason.RoleFailed, "x".repeat(5000))
            .list()
            .get(0);
    assertThat(next.message()).hasSize(1024).endsWith("…");
  }

  @Test
  void everyReasonOfThePlannerHasItsOwnHere() {
    for (dev.isthmus.planner.place.Reason reason : dev.isthmus.planner.place.Reason.values()) {
      assertThat(Reason.of(reason).name()).isEqualTo(reason.name());
    }
  }
}
