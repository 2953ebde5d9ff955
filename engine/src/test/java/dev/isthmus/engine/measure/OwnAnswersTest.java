package dev.isthmus.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.FixtureEngine;
import dev.isthmus.engine.runtime.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnAnswersTest {

  private static final int LONGEST = 24;
  private static final int[] NO_STOP = {};

  @TempDir static Path cache;

  private static final List<int[]> PROMPTS =
      List.of(
          FixtureEngine.tokens(9, 1),
          FixtureEngine.tokens(31, 2),
          FixtureEngine.tokens(4, 3),
          FixtureEngine.tokens(17, 4),
          FixtureEngine.tokens(12, 5));

  private static FixtureEngine engine(int kvTokens) {
    // llama-gqa: 1024 bytes a token.
    return new FixtureEngine("llama-gqa", Precision.FP32, cache, kvTokens * 1024L);
  }

  private static List<Answer> oneByOne(FixtureEngine engine, int[] stop) {
    List<Answer> answers = new ArrayList<>();
    for (int[] prompt : PROMPTS) {
      answers.addAll(new OwnAnswers(engine.engine(), stop).write(List.of(prompt), LONGEST, 1));
    }
    return answers;
  }

  private static void assertSame(List<Answer> got, List<Answer> expected) {
    assertThat(got).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void answersThatAreWrittenTogetherAreThoseThatAreWrittenAlone() {
    try (FixtureEngine engine = engine(4096)) {
      List<Answer> alone = oneByOne(engine, NO_STOP);
      assertSame(new OwnAnswers(engine.engine(), NO_STOP).write(PROMPTS, LONGEST, 1000), alone);
    }
  }

  @Test
  void oneThatEndsEarlyLeavesTheOthersWriting() {
    try (FixtureEngine engine = engine(4096)) {
      Answer first = oneByOne(engine, NO_STOP).get(0);
      int[] stop = {first.tokens()[first.prompt() + 3]};
      List<Answer> answers = new OwnAnswers(engine.engine(), stop).write(PROMPTS, LONGEST, 1000);

      assertThat(answers.get(0).length()).isLessThanOrEqualTo(4);
      assertSame(answers, oneByOne(engine, stop));
    }
  }

  @Test
  void soManyAreWrittenTogetherAsThereIsKvFor() {
    try (FixtureEngine engine = engine(112)) {
      List<Answer> alone = oneByOne(engine, NO_STOP);
      assertSame(new OwnAnswers(engine.engine(), NO_STOP).write(PROMPTS, LONGEST, 1000), alone);
    }
  }

  @Test
  void noMoreAnswersAreGivenThanAreEnough() {
    try (FixtureEngine engine = engine(4096)) {
      OwnAnswers answers = new OwnAnswers(engine.engine(), NO_STOP);
      assertThat(answers.write(PROMPTS, LONGEST, 2 * LONGEST)).hasSize(2);
      assertThat(answers.write(PROMPTS, LONGEST, 2 * LONGEST + 1)).hasSize(3);
    }
  }
}
