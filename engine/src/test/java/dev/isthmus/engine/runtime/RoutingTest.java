package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.junit.jupiter.api.Test;

class RoutingTest {

  private static final FloatBuffer X = FloatBuffer.wrap(new float[] {10, 20, 30});
  private static final FloatBuffer GATE =
      FloatBuffer.wrap(new float[] {0.5f, 0.25f, 0.75f, 0.125f, 0.5f, 0.5f});

  /** Three rows of one value, two experts each out of four. */
  private final Routing routing =
      new Routing(7, LongBuffer.wrap(new long[] {3, 1, 1, 0, 3, 0}), 3, 2, 4, 1);

  @Test
  void rowsAndTheirWeightsComeInTheOrderOfExperts() {
    ExpertRows rows = routing.rows(X, GATE, 2, false);

    assertThat(rows.layer()).isEqualTo(7);
    assertThat(rows.experts()).containsExactly(0, 1, 3);
    assertThat(rows.counts()).containsExactly(2, 2, 2);
    assertThat(rows.rows().array()).containsExactly(20, 30, 10, 20, 10, 30);
    assertThat(rows.weights().array()).containsExactly(0.125f, 0.5f, 0.25f, 0.75f, 0.5f, 0.5f);
  }

  @Test
  void weightsOfARowAddUpToOneWhereTheModelHasItSo() {
    ExpertRows rows = routing.rows(X, GATE, 2, true);

    assertThat(rows.weights().array())
        .containsExactly(0.125f / 0.875f, 0.5f, 0.25f / 0.75f, 0.75f / 0.875f, 0.5f / 0.75f, 0.5f);
  }

  @Test
  void resultsComeBackByRowAndRank() {
    FloatBuffer back = FloatBuffer.allocate(6);

    routing.back(FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}), back);

    assertThat(back.array()).containsExactly(5, 3, 4, 1, 6, 2);
  }
}
