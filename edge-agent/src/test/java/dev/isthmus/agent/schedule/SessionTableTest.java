package dev.isthmus.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.agent.schedule.SessionListener.Ending;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Role;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SessionTableTest {

  private static final int[] PROMPT = {3, 1, 4, 1, 5, 9, 2, 6};
  private static final int[] NEXT = ToyEngine.continuation(PROMPT, 40);

  private final Desk desk = new Desk(Role.ROLE_VERIFIER);
  private final Desk small = new Desk(Role.ROLE_VERIFIER, new ToyEngine(1000, 4, 64));

  @Test
  void aStreamThatBreaksFreesNothingAndReopeningGoesOnWhereTheRouterIs() {
    Desk.Stream first = desk.open("s", 1, 0, 100, PROMPT);
    first.decode(1, 8, 6);
    desk.run();
    desk.table.detach("s", first);
    desk.engine.steps().clear();

    Desk.Stream second = desk.open("s", 2, 10, 100);
    assertThat(second.last().getOpened().getHeld()).isEqualTo(10);
    second.verify(1, 10, NEXT[1], NEXT[2]);
    desk.run();
    assertThat(second.verifiedIds()).containsExactly(NEXT[2], NEXT[3]);
    assertThat(desk.engine.steps()).containsExactly("2");
  }

  @Test
  void theRoutersLogWinsOverWhatTheWorkerDecodedMeanwhile() {
    Desk.Stream first = desk.open("s", 1, 0, 100, PROMPT);
    first.decode(1, 8, 6);
    desk.run();
    Desk.Stream second = desk.open("s", 2, 8, 100, 11, 12);
    desk.run();
    assertThat(second.last().getOpened().getHeld()).isEqualTo(10);
    assertThat(first.ending).isEqualTo(Ending.SUPERSEDED);
    second.decode(1, 10, 3);
    desk.run();
    assertThat(second.decodedIds())
        .isEqualTo(ToyEngine.continuation(Desk.joined(PROMPT, 11, 12), 3));
  }

  @Test
  void aWorkerThatHoldsLessSaysSoAndTakesTheRest() {
    Desk.Stream stream = desk.open("s", 3, 8, 100, 7);
    assertThat(stream.last().getOpened().getHeld()).isZero();
    stream.extend(0, Arrays.copyOf(PROMPT, 5));
    assertThat(stream.last().getOpened().getHeld()).isEqualTo(5);
    stream.extend(6, 1);
    assertThat(stream.refusal()).isEqualTo(Refusal.WRONG_BASE);
    stream.extend(5, 9, 2, 6);
    stream.decode(1, 8, 2);
    desk.run();
    assertThat(stream.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 2));
  }

  @Test
  void aLowerEpochIsStaleWhileTheSessionLivesAndAfterItWasClosed() {
    Desk.Stream live = desk.open("s", 5, 0, 100, PROMPT);
    assertThat(desk.open("s", 4, 0, 100, PROMPT).refusal()).isEqualTo(Refusal.STALE_EPOCH);
    live.close();
    assertThat(live.ending).isEqualTo(Ending.CLOSED);
    assertThat(desk.open("s", 5, 0, 100, PROMPT).refusal()).isEqualTo(Refusal.STALE_EPOCH);
    assertThat(desk.open("s", 6, 0, 100, PROMPT).last().hasOpened()).isTrue();
  }

  @Test
  void anOldStreamsRequestsAreStaleAfterReopening() {
    Desk.Stream first = desk.open("s", 1, 0, 100, PROMPT);
    desk.open("s", 2, 8, 100);
    first.verify(1, 8, 6);
    assertThat(first.refusal()).isEqualTo(Refusal.STALE_EPOCH);
  }

  @Test
  void aRequestForASessionThatIsNotHeldIsRefused() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.close();
    stream.verify(1, 8, 6);
    assertThat(stream.refusal()).isEqualTo(Refusal.UNKNOWN_SESSION);
  }

  @Test
  void termsOutOfRangeAreRefusedAndOpenNothing() {
    assertThat(desk.open("s", 1, 0, 257, PROMPT).refusal()).isEqualTo(Refusal.OVER_LIMIT);
    assertThat(desk.open("s", 1, 0, 7, PROMPT).refusal()).isEqualTo(Refusal.OVER_LIMIT);
    assertThat(desk.open("s", 1, 0, 100, 3, 50).refusal()).isEqualTo(Refusal.INVALID_TOKEN);
    assertThat(desk.open("s", 1, -1, 100, 3).refusal()).isEqualTo(Refusal.WRONG_BASE);
    assertThat(desk.table.open()).isZero();
  }

  @Test
  void aSessionThatDoesNotFitNowWaitsAndIsServedWhenAnotherEnds() {
    Desk.Stream first = small.open("a", 1, 0, 60, PROMPT);
    Desk.Stream second = small.open("b", 1, 0, 60, PROMPT);
    second.decode(1, 8, 2);
    small.run();
    assertThat(second.replies).isEmpty();

    first.close();
    small.run();
    assertThat(second.replies.get(0).getOpened().getHeld()).isEqualTo(8);
    assertThat(second.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 2));
  }

  @Test
  void theWaitForMemoryIsBounded() {
    small.open("a", 1, 0, 60, PROMPT);
    Desk.Stream second = small.open("b", 1, 0, 60, PROMPT);
    small.pass(Duration.ofSeconds(11));
    assertThat(second.refusal()).isEqualTo(Refusal.NO_MEMORY);
    assertThat(second.last().getRefused().getMessage())
        .isEqualTo(
            "60 tokens need 600 bytes of KV; 400 of 1000 are free and none came free within 10 s");
    assertThat(small.table.open()).isEqualTo(1);
  }

  @Test
  void aSessionThatNeverFitsIsRefusedAtOnceWithFigures() {
    Desk.Stream stream = small.open("a", 1, 0, 101, PROMPT);
    assertThat(stream.refusal()).isEqualTo(Refusal.NEVER_FITS);
    assertThat(stream.last().getRefused().getMessage())
        .isEqualTo("101 tokens need 1010 bytes of KV; this worker has 1000 in all");
    assertThat(small.table.open()).isZero();
  }

  @Test
  void aClosedSessionsKvServesTheNextTurn() {
    Desk.Stream first = desk.open("a", 1, 0, 100, PROMPT);
    first.decode(1, 8, 4);
    desk.run();
    first.close();
    int[] turn = Desk.joined(Desk.joined(PROMPT, Arrays.copyOf(NEXT, 4)), 20, 21);
    Desk.Stream second = desk.open("b", 1, 0, 100, turn);
    assertThat(second.last().getOpened().getCached()).isEqualTo(11);
  }

  @Test
  void aSessionWithoutAStreamEndsAfterItsTimeLimit() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    desk.table.detach("s", stream);
    desk.pass(Duration.ofSeconds(119));
    assertThat(desk.table.open()).isEqualTo(1);
    desk.pass(Duration.ofSeconds(2));
    assertThat(desk.table.open()).isZero();
  }

  @Test
  void aDrainingAgentRefusesNewSessionsAndServesThoseThatAreThere() {
    Desk.Stream old = desk.open("a", 1, 0, 100, PROMPT);
    desk.table.drain();
    assertThat(desk.open("b", 1, 0, 100, PROMPT).refusal()).isEqualTo(Refusal.DRAINING);
    old.decode(1, 8, 2);
    desk.run();
    assertThat(old.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 2));
  }

  @Test
  void aStepThatFailsEndsItsSessionsAndNothingElse() {
    Desk.Stream hit = desk.open("a", 1, 0, 100, PROMPT);
    desk.run();
    hit.decode(1, 8, 5);
    desk.engine.breakNextStep(new IllegalStateException("no more threads"));
    desk.run();
    assertThat(hit.ending).isEqualTo(Ending.FAILED);
    assertThat(desk.failures).hasSize(1);

    Desk.Stream again = desk.open("a", 2, 0, 100, PROMPT);
    again.decode(1, 8, 3);
    desk.run();
    assertThat(again.last().getDecoded().getPaused()).isTrue();
    assertThat(again.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 3));
  }
}
