package dev.isthmus.agent.experts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.ExpertRows;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCountsTest {

  private final RowCounts counts = new RowCounts();

  private void step(int layer, int[] experts, int... rows) {
    counts.add(new ExpertRows(layer, experts, rows, 1, FloatBuffer.allocate(1000)));
  }

  @Test
  void nothingIsToldOfAFewRows() {
    step(0, new int[] {1, 2}, 100, 155);
    assertThat(counts.told()).isEmpty();
  }

  @Test
  void whatIsToldChangesWhenTwiceAsManyRowsCame() {
    step(3, new int[] {0, 2}, 200, 56);
    assertThat(counts.told().get(0).getRowsList()).containsExactly(200L, 0L, 56L);
    assertThat(counts.told().get(0).getLayer()).isEqualTo(3);
    step(3, new int[] {5}, 511);
    assertThat(counts.told().get(0).getRowsList()).containsExactly(200L, 0L, 56L);
    step(3, new int[] {5}, 1);
    assertThat(counts.told().get(0).getRowsList()).containsExactly(200L, 0L, 56L, 0L, 0L, 512L);
  }

  @Test
  void aShiftOfTheLoadIsSeenWhateverWasCountedBefore() {
    for (int i = 0; i < 4096; i++) {
      step(0, new int[] {0}, 1000);
    }
    for (int i = 0; i < 200; i++) {
      step(0, new int[] {1}, 1000);
    }
    List<Long> told = counts.told().get(0).getRowsList();
    assertThat(told.get(1)).isGreaterThan(100 * told.get(0));
  }
}
