package dev.isthmus.engine.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.ExpertHomes;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.ExpertRows;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ComparedExpertsTest {

  private static final ExpertId FIRST = new ExpertId(0, 1);
  private static final ExpertId SECOND = new ExpertId(0, 4);

  private final ComparedExperts compared = new ComparedExperts(times(4), times(3));

  private static ExpertHomes times(int factor) {
    return (rows, into) -> {
      for (int i = 0; i < rows.total() * rows.hidden(); i++) {
        into.put(i, factor * rows.rows().get(i));
      }
    };
  }

  private FloatBuffer step(float... weights) {
    FloatBuffer into = FloatBuffer.allocate(6);
    compared.compute(
        new ExpertRows(
            0,
            new int[] {1, 4},
            new int[] {1, 2},
            2,
            FloatBuffer.wrap(new float[] {1, 2, 1, 0, 0, 1}),
            FloatBuffer.wrap(weights)),
        into);
    return into;
  }

  @Test
  void whatTheWideOnesSayGoesOn() {
    assertThat(step(1, 1, 1).array()).containsExactly(4, 8, 4, 0, 0, 4);
  }

  @Test
  void aRowCountsAsTheGateWeightsIt() {
    step(1, 0.5f, 0.25f);
    step(0.5f, 0, 0);

    // Squares of the rows: 5, then 1 and 1; of the weights: 1, 1/4 and 1/16, and 1/4 the second
    // time.
    assertThat(compared.effects(new TreeSet<>(List.of(FIRST, SECOND))))
        .containsExactly(
            new ExpertEffect(FIRST, 2, 16 * 5 * 1.25, 5 * 1.25),
            new ExpertEffect(SECOND, 4, 16 * 0.3125, 0.3125));
  }
}
