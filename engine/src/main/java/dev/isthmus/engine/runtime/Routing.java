package dev.isthmus.engine.runtime;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Brings the rows of a step into the order of their experts, and what the experts gave back into
 * the order of rows and ranks.
 */
final class Routing {

  private final int layer;
  private final int hidden;
  private final int[] experts;
  private final int[] counts;
  private final int[] places;

  /**
   * @param chosen [rows, active]: each row's experts, by rank
   * @param rows how many rows count
   * @param count experts of the layer
   */
  Routing(int layer, LongBuffer chosen, int rows, int active, int count, int hidden) {
    this.layer = layer;
    this.hidden = hidden;
    int[] starts = new int[count + 1];
    for (int i = 0; i < rows * active; i++) {
      starts[(int) chosen.get(i) + 1]++;
    }
    int[] all = Arrays.copyOfRange(starts, 1, count + 1);
    for (int expert = 0; expert < count; expert++) {
      starts[expert + 1] += starts[expert];
    }
    this.places = new int[rows * active];
    for (int i = 0; i < places.length; i++) {
      places[i] = starts[(int) chosen.get(i)]++;
    }
    this.experts = IntStream.range(0, count).filter(e -> all[e] > 0).toArray();
    this.counts = Arrays.stream(experts).map(e -> all[e]).toArray();
  }

  /**
   * The rows by expert.
   *
   * @param x [rows, hidden]
   * @param active experts of a row
   */
  ExpertRows rows(FloatBuffer x, int active) {
    FloatBuffer sorted = FloatBuffer.allocate(places.length * hidden);
    for (int i = 0; i < places.length; i++) {
      sorted.put(places[i] * hidden, x, i / active * hidden, hidden);
    }
    return new ExpertRows(layer, experts, counts, hidden, sorted);
  }

  /**
   * @param results [rows * active, hidden] by expert
   * @param into receives them by row and rank
   */
  void back(FloatBuffer results, FloatBuffer into) {
    for (int i = 0; i < places.length; i++) {
      into.put(i * hidden, results, places[i] * hidden, hidden);
    }
  }
}
