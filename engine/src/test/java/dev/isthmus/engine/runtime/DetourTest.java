package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Two rows, two experts each, of four: the first row's are 2 and 0, the second one's 1 and 3. */
class DetourTest {

  private final LongBuffer chosen = LongBuffer.wrap(new long[] {2, 0, 1, 3});
  private final FloatBuffer weights = FloatBuffer.wrap(new float[] {.5f, .25f, .4f, .3f});
  private final FloatBuffer probabilities =
      FloatBuffer.wrap(new float[] {.25f, .125f, .5f, .125f, .2f, .4f, .1f, .3f});
  private final Detour detour = new Detour(chosen, weights, probabilities, 2, 2, 4);

  private static BitSet set(int... members) {
    BitSet set = new BitSet();
    for (int member : members) {
      set.set(member);
    }
    return set;
  }

  @Test
  void rowsWithoutALostExpertStayAsTheyAre() {
    assertThat(detour.around(set())).isEqualTo(set());
    assertThat(chosen.array()).containsExactly(2, 0, 1, 3);
  }

  @Test
  void aLostExpertsRowGetsTheNextBestInTheOrderOfScores() {
    assertThat(detour.around(set(2))).isEqualTo(set(0));
    assertThat(chosen.array()).containsExactly(0, 1, 1, 3);
    assertThat(weights.array()).containsExactly(.25f, .125f, .4f, .3f);
  }

  @Test
  void aFurtherLossComesOnTopOfTheFirst() {
    detour.around(set(2));
    assertThat(detour.around(set(1, 2))).isEqualTo(set(0, 1));
    assertThat(chosen.array()).containsExactly(0, 3, 3, 0);
    assertThat(weights.array()).containsExactly(.25f, .125f, .3f, .2f);
  }

  @Test
  void whereOneExpertIsLeftTheSecondRankWeighsNothing() {
    assertThat(detour.around(set(0, 1, 2))).isEqualTo(set(0, 1));
    assertThat(chosen.array()).containsExactly(3, 3, 3, 3);
    assertThat(weights.array()).containsExactly(.125f, 0, .3f, 0);
  }
}
