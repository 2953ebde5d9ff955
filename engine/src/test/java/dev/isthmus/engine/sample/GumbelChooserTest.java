package dev.isthmus.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GumbelChooserTest {

  private final TokenChooser chooser = new GumbelChooser();

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1", "0.8, 0, 0.95", "0.8, 40, 0.95", "2, 0, 1", "5, 0, 0.999", "0.05, 0, 0.5",
    "1, 3, 1", "1, 1, 1", "1, 5000, 0.3", "0.7, 0, 0.0001", "100, 0, 1", "1e-9, 0, 0.9",
    "1e12, 0, 0.7", "0, 0, 1"
  })
  void pruningChangesNoChoice(double temperature, int topK, double topP) {
    Random random = new Random(11);
    TokenChooser naive = new NaiveChooser();
    for (int round = 0; round < 60; round++) {
      int width = 1 + random.nextInt(700);
      float spread = new float[] {0.1f, 1, 4, 12}[round % 4];
      FloatBuffer logits = randomLogits(random, width, spread, round % 3 == 0);
      Sampling sampling = new Sampling(temperature, topK, topP, random.nextLong());
      long position = random.nextInt(100_000);
      assertThat(chooser.choose(logits, 0, width, null, sampling, position))
          .isEqualTo(naive.choose(logits, 0, width, null, sampling, position));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0.95", "1, 0, 0.5", "3, 0, 0.2", "1, 3000, 0.9", "1, 3000, 1"})
  void pruningChangesNoChoiceAmongManyTokensThatAreAboutAsLikely(
      double temperature, int topK, double topP) {
    Random random = new Random(12);
    TokenChooser naive = new NaiveChooser();
    for (int round = 0; round < 8; round++) {
      int width = 5000 + random.nextInt(1000);
      FloatBuffer logits = randomLogits(random, width, 1, round % 2 == 0);
      for (long seed = 0; seed < 3; seed++) {
        Sampling sampling = new Sampling(temperature, topK, topP, seed);
        assertThat(chooser.choose(logits, 0, width, null, sampling, round))
            .isEqualTo(naive.choose(logits, 0, width, null, sampling, round));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "0.8, 0, 0.95", "1, 20, 1", "1.5, 20, 0.8"})
  void sampledTokensFollowTheSoftmaxOfWhatIsLeft(double temperature, int topK, double topP) {
    int width = 64;
    FloatBuffer logits = randomLogits(new Random(5), width, 2, false);
    double[] expected = Distributions.filtered(logits, width, temperature, topK, topP);
    int[] seen = new int[width];
    int draws = 60_000;
    for (int i = 0; i < draws; i++) {
      // Half over positions of one seed, half over seeds at one position.
      Sampling sampling = new Sampling(temperature, topK, topP, i % 2 == 0 ? 77 : i);
      seen[chooser.choose(logits, 0, width, null, sampling, i % 2 == 0 ? i : 3)]++;
    }
    Distributions.assertFits(seen, expected, draws);
  }

  @Test
  void greedyTakesTheLowerIdOfEquals() {
    FloatBuffer logits = FloatBuffer.wrap(new float[] {1, 7, -3, 7, 7});
    assertThat(chooser.choose(logits, 0, 5, null, Sampling.GREEDY, 0)).isEqualTo(1);
  }

  @Test
  void topKAndTopPKeepTheLowerIdOfEquals() {
    FloatBuffer logits = FloatBuffer.wrap(new float[] {5, 5, 5, 5, 5, 5, 5, 5});
    for (int seed = 0; seed < 200; seed++) {
      assertThat(chooser.choose(logits, 0, 8, null, new Sampling(1, 2, 1, seed), 0))
          .isBetween(0, 1);
      assertThat(chooser.choose(logits, 0, 8, null, new Sampling(1, 0, 0.25, seed), 0))
          .isBetween(0, 1);
    }
  }

  @Test
  void negativeZeroTiesWithZero() {
    FloatBuffer logits = FloatBuffer.wrap(new float[] {-9, -0.0f, 0.0f, -9});
    for (int seed = 0; seed < 100; seed++) {
      assertThat(chooser.choose(logits, 0, 4, null, new Sampling(1, 1, 1, seed), 0)).isEqualTo(1);
      assertThat(chooser.choose(logits, 0, 4, null, new Sampling(1, 2, 0.3, seed), 0)).isEqualTo(1);
    }
  }

  @Test
  void aReducedHeadChoosesByIdAndNotByColumn() {
    int[] headIds = {2, 5, 1000, 40_000};
    float[] whole = new float[50_000];
    Arrays.fill(whole, Float.NEGATIVE_INFINITY);
    float[] reduced = {1, 1.5f, 0.5f, 1.2f};
    for (int i = 0; i < headIds.length; i++) {
      whole[headIds[i]] = reduced[i];
    }
    for (int position = 0; position < 300; position++) {
      Sampling sampling = new Sampling(1, 0, 1, 9);
      assertThat(chooser.choose(FloatBuffer.wrap(reduced), 0, 4, headIds, sampling, position))
          .isEqualTo(chooser.choose(FloatBuffer.wrap(whole), 0, 50_000, null, sampling, position));
    }
  }

  @Test
  void rowsAreCountedFromTheBuffersBeginning() {
    FloatBuffer logits = FloatBuffer.wrap(new float[] {9, 1, 1, 1, 9, 1, 1, 1, 9});
    logits.position(4);
    assertThat(chooser.choose(logits, 0, 3, null, Sampling.GREEDY, 0)).isEqualTo(0);
    assertThat(chooser.choose(logits, 1, 3, null, Sampling.GREEDY, 0)).isEqualTo(1);
    assertThat(chooser.choose(logits, 2, 3, null, Sampling.GREEDY, 0)).isEqualTo(2);
    assertThat(logits.position()).isEqualTo(4);
  }

  @Test
  void brokenLogitsAreRefusedByName() {
    assertThatThrownBy(() -> greedy(1, Float.NaN, 3))
        .hasMessage("logits row 0, column 1 is NaN; the model's output is broken");
    assertThatThrownBy(() -> greedy(1, 2, Float.POSITIVE_INFINITY))
        .hasMessage("logits row 0, column 2 is Infinity; the model's output is broken");
    float none = Float.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> greedy(none, none, none))
        .hasMessage("logits row 0 holds no finite value in 3 columns");
    assertThatThrownBy(() -> greedy(none, none, Float.NaN)).hasMessageContaining("column 2 is NaN");
  }

  private int greedy(float... logits) {
    return chooser.choose(FloatBuffer.wrap(logits), 0, logits.length, null, Sampling.GREEDY, 0);
  }

  private static FloatBuffer randomLogits(Random random, int width, float spread, boolean ties) {
    float[] logits = new float[width];
    for (int i = 0; i < width; i++) {
      float value = (float) random.nextGaussian() * spread;
      logits[i] = ties ? Math.round(value) : value;
    }
    return FloatBuffer.wrap(logits);
  }
}
