package dev.isthmus.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NodeSpeedTest {

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.5Z");
  private static final String NOON_SECOND = "2026-06-01T12:00:00Z";

  private static NodeStatus status(NodeSpeed speed) {
    return new NodeStatus(
        1L,
        "cloud",
        null,
        "",
        "1",
        null,
        speed.millisPerGigabyte(),
        speed.measuredUntil(),
        List.of(),
        List.of());
  }

  @Test
  void whatIsMeasuredHasThreeDigits() {
    assertThat(NodeSpeed.next(null, OptionalDouble.of(123.456e-9), NOON))
        .isEqualTo(new NodeSpeed(123.0, null));
  }

  @Test
  void ofANewNodeNothingIsKnown() {
    assertThat(NodeSpeed.next(null, OptionalDouble.empty(), NOON))
        .isEqualTo(new NodeSpeed(null, null));
  }

  @Test
  void whatNothingSaysAnyMoreIsRememberedForAnHour() {
    NodeSpeed left =
        NodeSpeed.next(status(new NodeSpeed(300.0, null)), OptionalDouble.empty(), NOON);
    assertThat(left).isEqualTo(new NodeSpeed(300.0, NOON_SECOND));

    Instant later = NOON.plus(Duration.ofMinutes(59));
    assertThat(NodeSpeed.next(status(left), OptionalDouble.empty(), later)).isEqualTo(left);
    assertThat(NodeSpeed.next(status(left), OptionalDouble.empty(), later.plusSeconds(60)))
        .isEqualTo(new NodeSpeed(null, null));
  }

  @Test
  void whatIsMeasuredAgainCountsAtOnce() {
    assertThat(
            NodeSpeed.next(
                status(new NodeSpeed(300.0, NOON_SECOND)), OptionalDouble.of(100e-9), NOON))
        .isEqualTo(new NodeSpeed(100.0, null));
  }

  @Test
  void aTimeThatSomebodyElseWroteIsReplaced() {
    assertThat(
            NodeSpeed.next(status(new NodeSpeed(300.0, "yesterday")), OptionalDouble.empty(), NOON))
        .isEqualTo(new NodeSpeed(300.0, NOON_SECOND));
  }
}
