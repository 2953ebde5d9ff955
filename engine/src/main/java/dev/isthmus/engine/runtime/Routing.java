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
   * @param gate [rows, active], probabilities
   * @param active experts of a row
   * @param normalised whether a row's weights are made to add up to 1
   */
  ExpertRows rows(FloatBuffer x, FloatBuffer gate, int active, boolean normalised) {
    FloatBuffer sorted = FloatBuffer.allocate(places.length * hidden);
    FloatBuffer weights = FloatBuffer.allocate(places.length);
    for (int row = 0; row < places.length / active; row++) {
      float whole = normalised ? sum(gate, row, active) : 1;
      for (int i = row * active; i < (row + 1) * active; i++) {
        sorted.put(places[i] * hidden, x, row * hidden, hidden);
        weights.put(places[i], gate.get(i) / whole);
      }
    }
    return new ExpertRows(layer, experts, counts, hidden, sorted, weights);
  }

  private static float sum(FloatBuffer gate, int row, int active) {
    float sum = 0;
    for (int rank = 0; rank < active; rank++) {
      sum += gate.get(row * active + rank);
    }
    return sum;
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
