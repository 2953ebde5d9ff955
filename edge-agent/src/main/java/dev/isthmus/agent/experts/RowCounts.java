package dev.isthmus.agent.experts;

import dev.isthmus.engine.runtime.ExpertRows;
import dev.isthmus.protocol.v1.LayerLoad;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many rows each expert got lately. What is told changes when enough rows were counted since it
 * was told, so that a node's record is not written at every step; then what was counted before
 * weighs half, so that a shift of the load is seen whatever was there.
 */
final class RowCounts {

  /** Rows of a layer until it is told first; each time twice as many, up to {@link #MOST}. */
  private static final long FIRST = 256;

  private static final long MOST = 16_384;

  private final SortedMap<Integer, Layer> layers = new TreeMap<>();
  private volatile List<LayerLoad> snapshot = List.of();

  private static final class Layer {
    private long[] rows = new long[0];
    private long fresh;
    private long due = FIRST;
    private LayerLoad told;

    /** Whether there is something to tell. */
    boolean add(ExpertRows step) {
      int[] experts = step.experts();
      int most = Arrays.stream(experts).max().orElse(-1) + 1;
      rows = most > rows.length ? Arrays.copyOf(rows, most) : rows;
      for (int i = 0; i < experts.length; i++) {
        rows[experts[i]] += step.counts()[i];
        fresh += step.counts()[i];
      }
      return fresh >= due;
    }

    void tell(int number) {
      told =
          LayerLoad.newBuilder()
              .setLayer(number)
              .addAllRows(Arrays.stream(rows).boxed().toList())
              .build();
      if (due == MOST) {
        rows = Arrays.stream(rows).map(count -> count / 2).toArray();
      }
      due = Math.min(MOST, 2 * due);
      fresh = 0;
    }
  }

  /** The stage's thread. */
  void add(ExpertRows step) {
    Layer layer = layers.computeIfAbsent(step.layer(), number -> new Layer());
    if (layer.add(step)) {
      layer.tell(step.layer());
      snapshot = layers.values().stream().filter(it -> it.told != null).map(it -> it.told).toList();
    }
  }

  /** By layer, up to the last expert that got a row. Any thread. */
  List<LayerLoad> told() {
    return snapshot;
  }
}
