package dev.isthmus.router.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class WorkerPathTest {

  private static final long MILLI = 1_000_000;

  private final HeldChannel channel = new HeldChannel();
  private long now;
  private final WorkerPath path =
      new WorkerPath(
          new WorkerAddress("cloud-0", "cloud", "127.0.0.1:1"),
          () -> channel,
          PulseTiming.STANDARD,
          () -> now);

  /** One probe that is answered after so many ms. */
  private void answeredAfter(long millis) {
    path.pulse();
    now += millis * MILLI;
    channel.end(Status.OK);
  }

  @Test
  void aRoundTripIsUnknownBeforeTheFirstAnswer() {
    assertThat(path.roundTripMillis()).isEmpty();
  }

  @Test
  void whatWarmingUpTookIsNotTakenForTheRoundTrip() {
    answeredAfter(500);
    answeredAfter(60);
    assertThat(path.roundTripMillis()).hasValue(60);
    answeredAfter(12);
    answeredAfter(11);
    assertThat(path.roundTripMillis()).hasValue(11);
    now += PulseTiming.STANDARD.idleInterval().toNanos();
    answeredAfter(10);
    assertThat(path.roundTripMillis()).hasValue(10);
  }

  @Test
  void aRoundTripThatGrewIsFollowedOnceThePathHasSettled() {
    for (int i = 0; i < 4; i++) {
      answeredAfter(10);
    }
    for (int i = 0; i < 9; i++) {
      now += PulseTiming.STANDARD.idleInterval().toNanos();
      answeredAfter(40);
    }
    assertThat(path.roundTripMillis()).hasValue(40);
  }

  @Test
  void aPathThatAnswersIsProbedAtEveryPulseUntilItHasSettled() {
    for (int i = 0; i < 4; i++) {
      answeredAfter(1);
    }
    path.pulse();
    assertThat(channel.openCalls()).isZero();
  }

  @Test
  void aPathThatDoesNotAnswerIsNotProbedAtEveryPulse() {
    path.pulse();
    channel.end(Status.UNAVAILABLE);
    path.pulse();
    assertThat(path.isAnswering()).isFalse();
    assertThat(channel.openCalls()).isZero();
  }
}
