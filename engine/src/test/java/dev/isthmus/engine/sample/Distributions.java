package dev.isthmus.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What sampling should follow, and whether it does. */
final class Distributions {

  private Distributions() {}

  /** Softmax of logits / T over what top-k, then top-p leave; 0 for the others. */
  static double[] filtered(FloatBuffer logits, int width, double temperature, int topK, double p) {
    List<Integer> order =
        IntStream.range(0, width)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -logits.get(i)))
            .limit(topK == 0 ? width : topK)
            .toList();
    double total = order.stream().mapToDouble(i -> Math.exp(logits.get(i) / temperature)).sum();
    double[] kept = new double[width];
    double sum = 0;
    for (int i : order) {
      if (p < 1 && sum >= p) {
        break;
      }
      kept[i] = Math.exp(logits.get(i) / temperature) / total;
      sum += kept[i];
    }
    for (int i = 0; i < width; i++) {
      kept[i] /= sum;
    }
    return kept;
  }

  /** Chi-square over the cells with at least five expected; the limit is passed once in 10^5. */
  static void assertFits(int[] seen, double[] expected, int draws) {
    double chiSquare = 0;
    int cells = 0;
    double restExpected = 0;
    int restSeen = 0;
    for (int i = 0; i < seen.length; i++) {
      double count = expected[i] * draws;
      if (count >= 5) {
        chiSquare += (seen[i] - count) * (seen[i] - count) / count;
        cells++;
      } else {
        assertThat(count > 0 || seen[i] == 0).as("id %s was filtered out", i).isTrue();
        restExpected += count;
        restSeen += seen[i];
      }
    }
    if (restExpected >= 5) {
      chiSquare += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
      cells++;
    }
    double freedom = cells - 1;
    // Wilson and Hilferty's cube approximation of the chi-square quantile at z = 4.26.
    double cube = 1 - 2 / (9 * freedom) + 4.26 * Math.sqrt(2 / (9 * freedom));
    assertThat(chiSquare).isLessThan(freedom * cube * cube * cube);
  }
}
