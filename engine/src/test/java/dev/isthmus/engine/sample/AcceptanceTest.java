package dev.isthmus.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {

  private static final int WIDTH = 50;

  private final Acceptance acceptance = new Acceptance(new GumbelChooser());

  @Test
  void draftsAreKeptUpToTheFirstThatTheVerifierWouldNotHaveChosen() {
    Accepted accepted = walk(rows(3, 7, 9, 4), new int[] {3, 7, 8}, ending(100));
    assertThat(accepted.tokens()).containsExactly(3, 7, 9);
    assertThat(accepted.drafts()).isEqualTo(2);
    assertThat(accepted.finish()).isEqualTo(Finish.NONE);
  }

  @Test
  void aWindowAcceptedWholeYieldsOneTokenMore() {
    Accepted accepted = walk(rows(3, 7, 9, 4), new int[] {3, 7, 9}, ending(100));
    assertThat(accepted.tokens()).containsExactly(3, 7, 9, 4);
    assertThat(accepted.drafts()).isEqualTo(3);
  }

  @Test
  void aWindowWithoutDraftsIsPlainDecoding() {
    Accepted accepted = walk(rows(5), new int[0], ending(100));
    assertThat(accepted.tokens()).containsExactly(5);
    assertThat(accepted.drafts()).isZero();
  }

  @Test
  void aStopIdEndsTheGenerationInTheMiddleOfAWindow() {
    Accepted accepted = walk(rows(3, 7, 9, 4), new int[] {3, 7, 9}, ending(100, 2, 7));
    assertThat(accepted.tokens()).containsExactly(3, 7);
    assertThat(accepted.drafts()).isEqualTo(2);
    assertThat(accepted.finish()).isEqualTo(Finish.STOP);
  }

  @Test
  void theTokenLimitEndsItThereToo() {
    Accepted accepted = walk(rows(3, 7, 9, 4), new int[] {3, 7, 9}, ending(12));
    assertThat(accepted.tokens()).containsExactly(3, 7);
    assertThat(accepted.finish()).isEqualTo(Finish.LENGTH);
  }

  @Test
  void aStopIdAtTheLimitIsAStop() {
    assertThat(walk(rows(3, 7), new int[] {3}, ending(12, 7)).finish()).isEqualTo(Finish.STOP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void whateverIsDraftedTheOutputIsTheSame(int window) {
    Sampling sampling = new Sampling(0.9, 0, 0.95, 31);
    int[] plain = generate(sampling, new Random(0), 0);
    assertThat(generate(sampling, new Random(1), window)).isEqualTo(plain);
    assertThat(generate(sampling, new Random(2), window)).isEqualTo(plain);
  }

  /** Drafts that are sometimes right: the model's own choice, or a random id. */
  private int[] generate(Sampling sampling, Random drafter, int window) {
    TokenChooser chooser = new GumbelChooser();
    int[] log = Arrays.copyOf(new int[] {1, 2, 3}, 200);
    int length = 3;
    while (length < 150) {
      int[] draft = new int[window];
      int[] guess = log.clone();
      for (int i = 0; i < window; i++) {
        int own =
            chooser.choose(toyLogits(guess, length + i, 1), 0, WIDTH, null, sampling, length + i);
        draft[i] = drafter.nextInt(3) == 0 ? drafter.nextInt(WIDTH) : own;
        guess[length + i] = draft[i];
      }
      FloatBuffer logits = toyLogits(guess, length, window + 1);
      Accepted accepted =
          acceptance.accept(logits, WIDTH, null, draft, length, sampling, ending(150));
      for (int token : accepted.tokens()) {
        log[length++] = token;
      }
    }
    return Arrays.copyOf(log, length);
  }

  /** A toy model: logits of a row are a pure function of the two tokens before it. */
  private static FloatBuffer toyLogits(int[] log, int length, int rows) {
    float[] logits = new float[rows * WIDTH];
    for (int row = 0; row < rows; row++) {
      Random random = new Random(log[length + row - 1] * 1000L + log[length + row - 2]);
      for (int i = 0; i < WIDTH; i++) {
        logits[row * WIDTH + i] = (float) random.nextGaussian() * 3;
      }
    }
    return FloatBuffer.wrap(logits);
  }

  private Accepted walk(FloatBuffer logits, int[] draft, Ending ending) {
    return acceptance.accept(logits, WIDTH, null, draft, 10, Sampling.GREEDY, ending);
  }

  private static Ending ending(int limit, int... stopIds) {
    return new Ending(stopIds, limit);
  }

  private static FloatBuffer rows(int... best) {
    float[] logits = new float[best.length * WIDTH];
    for (int row = 0; row < best.length; row++) {
      logits[row * WIDTH + best[row]] = 1;
    }
    return FloatBuffer.wrap(logits);
  }
}
