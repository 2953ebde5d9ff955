package dev.isthmus.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.Role;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How sessions that decode are divided over three steps at a time. */
class StepperTest {

  private final AtomicReference<HeldPipeline> made = new AtomicReference<>();
  private final Desk desk =
      new Desk(
          Role.ROLE_VERIFIER,
          new ToyEngine(),
          engine -> {
            made.set(new HeldPipeline(engine, 3));
            return made.get();
          });
  private final HeldPipeline pipeline = made.get();

  private void decode(String session) {
    desk.open(session, 1, 0, 100, 5).decode(1, 1, 50);
  }

  @Test
  void sessionsThatComeOneByOneShareStepsFromThenOn() {
    for (String session : new String[] {"a", "b", "c"}) {
      decode(session);
      assertThat(desk.step()).as(session).isTrue();
    }
    decode("d");
    assertThat(desk.step()).as("three are under way").isFalse();

    pipeline.answerOldest();
    assertThat(desk.step()).as("a and d").isTrue();
    pipeline.answerOldest();
    assertThat(desk.step()).as("b waits for c").isFalse();
    pipeline.answerOldest();
    assertThat(desk.step()).as("b and c").isTrue();

    for (int round = 0; round < 3; round++) {
      pipeline.answerOldest();
      assertThat(desk.step()).isTrue();
    }
    assertThat(pipeline.begun).containsExactly(1, 1, 1, 2, 2, 2, 2, 2);
  }

  @Test
  void whatIsLeftOfUnevenSharesIsAStepOfItsOwn() {
    for (String session : new String[] {"a", "b", "c", "d", "e"}) {
      decode(session);
    }
    desk.run();

    assertThat(pipeline.begun).containsExactly(2, 2, 1);
    pipeline.answerOldest();
    assertThat(desk.step()).isTrue();
    assertThat(pipeline.begun).containsExactly(2, 2, 1, 2);
  }
}
