package dev.isthmus.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class LogprobsTest {

  private final Logprobs logprobs = new Logprobs();

  @Test
  void theyAreTheLogarithmsOfTheUnfilteredSoftmax() {
    FloatBuffer logits = FloatBuffer.wrap(new float[] {0, 0, 0, 0, 1, 3, 2, 2});
    TokenLogprobs token = logprobs.of(logits, 1, 4, null, 0, 3);

    double sum = Math.exp(1) + Math.exp(3) + 2 * Math.exp(2);
    assertThat(token.logprob()).isCloseTo((float) (1 - Math.log(sum)), within(1e-6f));
    assertThat(token.alternatives()).containsExactly(1, 2, 3);
    assertThat(token.alternativeLogprobs()[0])
        .isCloseTo((float) (3 - Math.log(sum)), within(1e-6f));
  }

  @Test
  void noMoreAlternativesThanTheHeadHas() {
    FloatBuffer logits = FloatBuffer.wrap(new float[] {-100, 50, -2000});
    assertThat(logprobs.of(logits, 0, 3, null, 1, 20).alternatives()).containsExactly(1, 0, 2);
    assertThat(logprobs.of(logits, 0, 3, null, 1, 0).alternatives()).isEmpty();
  }

  @Test
  void aReducedHeadGivesIdsAndNothingForWhatItDoesNotScore() {
    FloatBuffer logits = FloatBuffer.wrap(new float[] {2, 1});
    int[] headIds = {7, 900};
    assertThat(logprobs.of(logits, 0, 2, headIds, 900, 2).alternatives()).containsExactly(7, 900);
    assertThat(logprobs.of(logits, 0, 2, headIds, 8, 0).logprob())
        .isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
