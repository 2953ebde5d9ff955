package dev.isthmus.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrafterSessionTest {

  private static final int[] PROMPT = {3, 1, 4, 1, 5, 9, 2, 6};
  private static final int[] NEXT = ToyEngine.continuation(PROMPT, 40);

  private final Desk desk = new Desk(Role.ROLE_DRAFTER);

  @Test
  void aDraftIsWhatTheModelItselfWouldSay() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.draft(1, 8, 4);
    desk.run();
    assertThat(stream.draftedIds()).isEqualTo(Arrays.copyOf(NEXT, 4));
    assertThat(desk.engine.steps()).containsExactly("8", "1", "1", "1");
  }

  @Test
  void afterFullAcceptanceTwoRowsAreFed() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.draft(1, 8, 3);
    desk.run();
    stream.draft(2, 8, 1, NEXT[0], NEXT[1], NEXT[2], NEXT[3]);
    desk.run();
    assertThat(stream.draftedIds()).containsExactly(NEXT[4]);
    assertThat(desk.engine.steps()).containsExactly("8", "1", "1", "2");
  }

  @Test
  void aRejectedDraftRollsBackToTheCommonPart() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.draft(1, 8, 4);
    desk.run();
    int other = (NEXT[1] + 1) % ToyEngine.VOCABULARY;
    stream.draft(2, 8, 2, NEXT[0], other);
    desk.run();
    int[] log = Desk.joined(PROMPT, NEXT[0], other);
    assertThat(stream.draftedIds()).isEqualTo(ToyEngine.continuation(log, 2));
    assertThat(desk.engine.steps()).containsExactly("8", "1", "1", "1", "1", "1");
  }

  @Test
  void guessesThatTheLogConfirmsAreNotComputedAgain() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.draft(1, 8, 6);
    desk.run();
    int steps = desk.engine.steps().size();
    stream.draft(2, 8, 3, NEXT[0], NEXT[1]);
    assertThat(stream.draftedIds()).containsExactly(NEXT[2], NEXT[3], NEXT[4]);
    assertThat(desk.engine.steps()).hasSize(steps);
  }

  @Test
  void aNewerQuestionEndsTheOlderOneWithWhatThereIs() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.draft(1, 8, 10);
    desk.step();
    desk.step();
    stream.draft(2, 8, 2, 7);
    assertThat(stream.draftedIds()).containsExactly(NEXT[0], NEXT[1]);
    desk.run();
    assertThat(stream.last().getDrafted().getRound()).isEqualTo(2);
    assertThat(stream.draftedIds()).isEqualTo(ToyEngine.continuation(Desk.joined(PROMPT, 7), 2));
  }

  @Test
  void draftingEndsAtAStopIdAndAtTheTokenLimit() {
    Desk.Stream stopped = desk.open("s", 1, 0, 100, List.of(NEXT[1]), PROMPT);
    stopped.draft(1, 8, 5);
    Desk.Stream limited = desk.open("t", 1, 0, 10, PROMPT);
    limited.draft(1, 8, 5);
    desk.run();
    assertThat(stopped.draftedIds()).isEqualTo(Arrays.copyOf(NEXT, 2));
    assertThat(limited.draftedIds()).isEqualTo(Arrays.copyOf(NEXT, 2));
  }

  @Test
  void aBaseBeyondTheLogIsRefusedWithWhatIsHeld() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.draft(1, 9, 4);
    assertThat(stream.refusal()).isEqualTo(Refusal.WRONG_BASE);
    assertThat(stream.last().getRefused().getHeld()).isEqualTo(8);
  }

  @Test
  void aSessionOpenedEmptyMayGetItsTokensWithTheFirstDraft() {
    Desk.Stream stream = desk.open("s", 1, 0, 100);
    assertThat(stream.last().getOpened().getHeld()).isZero();
    stream.draft(1, 0, 2, PROMPT);
    desk.run();
    assertThat(stream.draftedIds()).isEqualTo(Arrays.copyOf(NEXT, 2));
  }
}
