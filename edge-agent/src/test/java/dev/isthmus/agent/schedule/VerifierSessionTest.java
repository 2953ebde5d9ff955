package dev.isthmus.agent.schedule;

import static dev.isthmus.agent.schedule.Desk.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isthmus.protocol.v1.Decoded;
import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.SessionReply;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierSessionTest {

  private static final int[] PROMPT = {3, 1, 4, 1, 5, 9, 2, 6};
  private static final int[] NEXT = ToyEngine.continuation(PROMPT, 40);

  private final Desk desk = new Desk(Role.ROLE_VERIFIER);

  private static int wrong(int id) {
    return (id + 1) % ToyEngine.VOCABULARY;
  }

  @Test
  void openingAnswersWithWhatIsHeldAndPrefillsAllButTheLastToken() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    desk.run();

    assertThat(stream.last().getOpened().getHeld()).isEqualTo(8);
    assertThat(stream.last().getOpened().getNumericsClass()).isEqualTo("toy-class");
    assertThat(desk.engine.steps()).containsExactly("7");
  }

  @Test
  void aRightDraftIsCommittedWithOneTokenOfTheVerifiersOwn() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6, NEXT[0], NEXT[1], NEXT[2]);
    desk.run();

    assertThat(stream.verifiedIds()).containsExactly(NEXT[0], NEXT[1], NEXT[2], NEXT[3]);
    assertThat(stream.last().getVerified().getAccepted()).isEqualTo(3);
    assertThat(stream.last().getVerified().getPosition()).isEqualTo(8);
  }

  @Test
  void aWrongDraftIsCutAndWhatFollowsIsAsIfItHadNeverBeen() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6, NEXT[0], wrong(NEXT[1]), NEXT[2]);
    desk.run();
    assertThat(stream.verifiedIds()).containsExactly(NEXT[0], NEXT[1]);
    assertThat(stream.last().getVerified().getAccepted()).isEqualTo(1);

    stream.verify(2, 10, NEXT[1], NEXT[2], wrong(NEXT[3]));
    desk.run();
    assertThat(stream.verifiedIds()).containsExactly(NEXT[2], NEXT[3]);
  }

  @Test
  void aRoundSaysWhetherItsTokensCameByOtherExperts() {
    desk.engine.exactUpTo(10);
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6, NEXT[0], wrong(NEXT[1]), NEXT[2]);
    desk.run();
    assertThat(stream.last().getVerified().getRerouted()).isFalse(); // a rejected row was

    stream.verify(2, 10, NEXT[1], NEXT[2]);
    desk.run();
    assertThat(stream.last().getVerified().getRerouted()).isTrue();
  }

  @Test
  void decodedTokensSayWhetherTheyCameByOtherExperts() {
    desk.engine.exactUpTo(9);
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.decode(1, 8, 3);
    desk.run();
    assertThat(stream.replies.stream().filter(SessionReply::hasDecoded))
        .extracting(reply -> reply.getDecoded().getRerouted())
        .containsExactly(false, false, true);
  }

  @Test
  void aRepeatedRoundGetsTheStoredAnswerAndNoStep() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6, NEXT[0]);
    desk.run();
    SessionReply first = stream.last();
    int steps = desk.engine.steps().size();

    stream.verify(1, 8, 6, NEXT[0]);
    desk.run();

    assertThat(stream.last()).isEqualTo(first);
    assertThat(stream.replies).hasSize(3);
    assertThat(desk.engine.steps()).hasSize(steps);
  }

  @Test
  void aRoundRepeatedWhileItIsScoredIsAnsweredTwice() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6);
    stream.verify(1, 8, 6);
    desk.run();
    assertThat(stream.replies.stream().filter(SessionReply::hasVerified)).hasSize(2);
  }

  @Test
  void aRepeatedRoundWithAnotherWindowOrBaseIsRefused() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6, NEXT[0]);
    desk.run();
    stream.verify(1, 8, 6, wrong(NEXT[0]));
    assertThat(stream.refusal()).isEqualTo(Refusal.ROUND_CHANGED);
    stream.verify(1, 9, 6, NEXT[0]);
    assertThat(stream.refusal()).isEqualTo(Refusal.ROUND_CHANGED);
    assertThat(stream.last().getRefused().getHeld()).isEqualTo(10);
    assertThat(stream.last().getRefused().getRound()).isEqualTo(1);
  }

  @Test
  void aWrongBaseIsRefusedWithWhatIsHeldAndTheSessionGoesOn() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 7, 2);
    assertThat(stream.refusal()).isEqualTo(Refusal.WRONG_BASE);
    assertThat(stream.last().getRefused().getHeld()).isEqualTo(8);
    stream.verify(2, 8, wrong(6));
    assertThat(stream.refusal()).isEqualTo(Refusal.WRONG_BASE);
    stream.verify(3, 8, 6);
    desk.run();
    assertThat(stream.verifiedIds()).containsExactly(NEXT[0]);
  }

  @Test
  void aSecondVerifyWhileOneIsInFlightIsOutOfOrder() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6);
    stream.verify(2, 8, 6, 7);
    assertThat(stream.refusal()).isEqualTo(Refusal.OUT_OF_ORDER);
    stream.decode(3, 8, 5);
    assertThat(stream.refusal()).isEqualTo(Refusal.OUT_OF_ORDER);
    desk.run();
    assertThat(stream.verifiedIds()).containsExactly(NEXT[0]);
  }

  @Test
  void idsOutsideTheVocabularyAndEndlessWindowsAreRefused() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.verify(1, 8, 6, 50);
    assertThat(stream.refusal()).isEqualTo(Refusal.INVALID_TOKEN);
    stream.verify(1, 8, 6, -1);
    assertThat(stream.refusal()).isEqualTo(Refusal.INVALID_TOKEN);
    stream.verify(1, 8, new int[65]);
    assertThat(stream.refusal()).isEqualTo(Refusal.FRAME_TOO_LARGE);
    stream.verify(1, 8);
    assertThat(stream.refusal()).isEqualTo(Refusal.FRAME_TOO_LARGE);
  }

  @Test
  void aStopIdEndsTheGenerationInTheMiddleOfAWindow() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, List.of(NEXT[1]), PROMPT);
    stream.verify(1, 8, 6, NEXT[0], NEXT[1], NEXT[2]);
    desk.run();
    assertThat(stream.verifiedIds()).containsExactly(NEXT[0], NEXT[1]);
    assertThat(stream.last().getVerified().getFinish()).isEqualTo(Finish.FINISH_STOP);
    stream.verify(2, 10, NEXT[1]);
    assertThat(stream.refusal()).isEqualTo(Refusal.OVER_LIMIT);
  }

  @Test
  void theTokenLimitEndsTheGenerationInTheMiddleOfAWindow() {
    Desk.Stream stream = desk.open("s", 1, 0, 10, PROMPT);
    stream.verify(1, 8, 6, NEXT[0], NEXT[1], NEXT[2]);
    desk.run();
    assertThat(stream.verifiedIds()).containsExactly(NEXT[0], NEXT[1]);
    assertThat(stream.last().getVerified().getFinish()).isEqualTo(Finish.FINISH_LENGTH);
    assertThat(stream.last().getVerified().getAccepted()).isEqualTo(1);
  }

  @Test
  void decodingPushesTokensWithPositionsUntilTheCreditIsUsedUp() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.decode(1, 8, 5);
    desk.run();
    assertThat(stream.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 5));
    Decoded last = stream.last().getDecoded();
    assertThat(last.getPosition()).isEqualTo(12);
    assertThat(last.getPaused()).isTrue();
    assertThat(stream.replies.get(1).getDecoded().getPaused()).isFalse();
  }

  @Test
  void moreCreditGoesOnWhereTheLastEndedEvenIfItsBaseLiesBehind() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.decode(1, 8, 4);
    desk.run();
    stream.decode(2, 10, 4);
    desk.run();
    assertThat(stream.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 8));
  }

  @Test
  void aPauseStopsAtOnceAndAVerifyMayFollow() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.decode(1, 8, 50);
    desk.step();
    stream.pause(1);
    assertThat(stream.last().getDecoded().getPaused()).isTrue();
    assertThat(stream.last().getDecoded().getPosition()).isEqualTo(9);
    assertThat(desk.step()).isFalse();

    stream.verify(2, 9, NEXT[0], NEXT[1]);
    desk.run();
    assertThat(stream.verifiedIds()).containsExactly(NEXT[1], NEXT[2]);
  }

  @Test
  void decodingEndsAtAStopIdAndAtTheLimit() {
    Desk.Stream stopped = desk.open("s", 1, 0, 100, List.of(NEXT[2]), PROMPT);
    stopped.decode(1, 8, 50);
    Desk.Stream limited = desk.open("t", 1, 0, 11, PROMPT);
    limited.decode(1, 8, 50);
    desk.run();
    assertThat(stopped.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 3));
    assertThat(stopped.last().getDecoded().getFinish()).isEqualTo(Finish.FINISH_STOP);
    assertThat(limited.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 3));
    assertThat(limited.last().getDecoded().getFinish()).isEqualTo(Finish.FINISH_LENGTH);
  }

  @Test
  void decodingScoresDraftsFromItsOwnTextAndSaysTheSame() {
    int[] prompt = repeating();
    Desk.Stream stream = desk.open("s", 1, 0, 100, prompt);
    stream.decodeDrafting(1, 7, 40, 4);
    desk.run();

    assertThat(stream.decodedIds()).isEqualTo(ToyEngine.continuation(prompt, 40));
    assertThat(desk.engine.steps().get(0)).isEqualTo("11");
    Decoded first = stream.replies.get(1).getDecoded();
    assertThat(first.getDrafted()).isEqualTo(4);
    assertThat(first.getAccepted()).isEqualTo(1);
    assertThat(first.getTokensCount()).isEqualTo(2);
    assertThat(stream.replies.get(2).getDecoded().getPosition()).isEqualTo(9);
    assertThat(stream.last().getDecoded().getPaused()).isTrue();
  }

  @Test
  void draftsNeverGoBeyondTheCreditOrTheLimit() {
    int[] prompt = repeating();
    Desk.Stream credited = desk.open("s", 1, 0, 100, prompt);
    credited.decodeDrafting(1, 7, 2, 8);
    desk.run();
    assertThat(credited.last().getDecoded().getDrafted()).isEqualTo(1);
    assertThat(credited.decodedIds()).isEqualTo(ToyEngine.continuation(prompt, 2));

    Desk.Stream limited = desk.open("t", 1, 0, 8, prompt);
    limited.decodeDrafting(1, 7, 40, 8);
    desk.run();
    assertThat(limited.last().getDecoded().getDrafted()).isZero();
    assertThat(limited.last().getDecoded().getFinish()).isEqualTo(Finish.FINISH_LENGTH);
  }

  @Test
  void aDraftLongerThanAWindowOrBelowNoneIsRefused() {
    Desk.Stream stream = desk.open("s", 1, 0, 100, PROMPT);
    stream.decodeDrafting(1, 8, 5, 64);
    assertThat(stream.refusal()).isEqualTo(Refusal.OVER_LIMIT);
    assertThat(stream.last().getRefused().getMessage())
        .isEqualTo("draft is 64; 0 to 63 are allowed");
    stream.decodeDrafting(1, 8, 5, -1);
    assertThat(stream.refusal()).isEqualTo(Refusal.OVER_LIMIT);
  }

  /** A prompt of 7 tokens whose last three stood before, where what followed then comes again. */
  private static int[] repeating() {
    for (int a = 0; a < ToyEngine.VOCABULARY; a++) {
      for (int d = 0; d < ToyEngine.VOCABULARY; d++) {
        int[] prompt = {a, 8, 9, d, a, 8, 9};
        int[] next = ToyEngine.continuation(prompt, 2);
        if (next[0] == d && next[1] != a) {
          return prompt;
        }
      }
    }
    throw new AssertionError("no such prompt");
  }

  @Test
  void aLongPromptNeverHoldsUpADecode() {
    ToyEngine engine = new ToyEngine(1_000_000, 4, 64);
    Desk shared = new Desk(Role.ROLE_VERIFIER, engine);
    Desk.Stream decoding = shared.open("a", 1, 0, 100, PROMPT);
    shared.run();
    decoding.decode(1, 8, 4);
    shared.open("b", 1, 0, 250, new int[200]);
    for (int i = 0; i < 4; i++) {
      shared.step();
    }
    assertThat(decoding.decodedIds()).isEqualTo(Arrays.copyOf(NEXT, 4));
    assertThat(engine.steps()).containsExactly("7", "1+32", "1+32", "1+32", "1+32");
  }

  @Test
  void logprobsAreTheUnfilteredSoftmaxWithTheBestAlternatives() {
    Desk.Stream stream = new Desk(Role.ROLE_VERIFIER).openWithLogprobs("s", 3, PROMPT);
    stream.decode(1, 8, 1);
    stream.owner().run();
    var token = stream.last().getDecoded().getTokens(0);
    double sum = 0;
    int[] history = joined(PROMPT);
    for (int id = 0; id < ToyEngine.VOCABULARY; id++) {
      sum += Math.exp(ToyEngine.logit(history, 8, id));
    }
    double expected = ToyEngine.logit(history, 8, token.getId()) - Math.log(sum);
    assertThat((double) token.getLogprob()).isCloseTo(expected, within(1e-5));
    assertThat(token.getAlternativesCount()).isEqualTo(2);
    assertThat(token.getAlternatives(0).getId()).isEqualTo(token.getId());
    assertThat(token.getAlternatives(0).getLogprob()).isEqualTo(token.getLogprob());
    assertThat(token.getAlternatives(1).getLogprob()).isLessThan(token.getLogprob());
  }
}
