package dev.isthmus.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private final Comparison fp32 = new Comparison(Precision.FP32);

  private final Golden.Case reference =
      new Golden.Case(
          "hi",
          new int[] {1},
          new float[] {2, -4},
          new int[] {7, 8, 9},
          new double[] {1, 0.009, 1},
          new double[] {-1, -2, -3});

  @Test
  void logitsMayDifferByOneTenThousandthOfTheLargest() {
    assertThat(fp32.logits(reference, new float[] {2.0003f, -4}).holds()).isTrue();
    Check over = fp32.logits(reference, new float[] {2.0005f, -4});
    assertThat(over.holds()).isFalse();
    assertThat(over.what()).isEqualTo("logits of 'hi'");
    assertThat(over.detail())
        .isEqualTo("max|a-b| 5.00e-04 at id 0, max|b| 4.0000: 1.2e-04 relative, 1e-4 allowed");
  }

  @Test
  void notANumberAndAnotherWidthAreDifferences() {
    assertThat(fp32.logits(reference, new float[] {2, Float.NaN}).holds()).isFalse();
    assertThat(fp32.logits(reference, new float[] {2}).detail())
        .isEqualTo("1 logits; the reference has 2");
  }

  @Test
  void theFirstOtherIdIsNamed() {
    Check check = fp32.greedy(reference, new int[] {7, 8, 5});
    assertThat(check.holds()).isFalse();
    assertThat(check.detail())
        .isEqualTo("id 2 is 5; the reference has 9, 2 of 3 ids equal before it");
  }

  @Test
  void aCloseChoiceEndsTheComparisonOfItsCase() {
    Check check = fp32.greedy(reference, new int[] {7, 3, 3});
    assertThat(check.holds()).isTrue();
    assertThat(check.detail()).endsWith("(a margin of 0.0090 ends it)");
    GreedyRun run = new GreedyRun(null, new int[] {7, 3, 3}, new float[] {-1.0005f, -9, -9});
    assertThat(fp32.logprobs(reference, run).holds()).isTrue();
  }

  @Test
  void logprobsMayDifferByOneThousandth() {
    GreedyRun run = new GreedyRun(null, new int[] {7, 8, 9}, new float[] {-1, -2.002f, -3});
    assertThat(fp32.logprobs(reference, run).holds()).isFalse();
  }

  @Test
  void inOtherPrecisionsTheDistanceIsToldAndNoFailure() {
    Comparison int8 = new Comparison(Precision.INT8);
    assertThat(int8.logits(reference, new float[] {3, -4}))
        .isEqualTo(
            new Check(
                "logits of 'hi'",
                true,
                "max|a-b| 1.00e+00 at id 0, max|b| 4.0000: 2.5e-01 relative, no bar in int8"));
    assertThat(int8.greedy(reference, new int[] {7, 8, 5}).holds()).isTrue();
  }

  @Test
  void everyCutIntoTwoAndThreeIsTried() {
    assertThat(Cuts.ALL.of(4)).hasSize(6);
    assertThat(Cuts.ALL.of(2)).hasSize(1);
    assertThat(Cuts.ALL.of(1)).isEmpty();
    assertThat(Cuts.ALL.of(6)).hasSize(5 + 10);
    assertThat(Cuts.ALL.of(30)).hasSize(29 + 28);
    assertThat(Cuts.NONE.of(4)).isEqualTo(List.of());
  }
}
