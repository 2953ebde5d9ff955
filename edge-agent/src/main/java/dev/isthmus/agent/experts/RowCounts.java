package dev.isthmus.agent.experts;

import dev.isthmus.engine.runtime.ExpertRows;
import dev.isthmus.protocol.v1.LayerLoad;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many rows each expert got. What is told changes when a layer's sum has doubled, so that a
 * node's record is written a few times in a day of work, not at every step.
 */
final class RowCounts {

  /** Below so many rows of a layer nothing is told. */
  private static final long FIRST = 256;

  private final SortedMap<Integer, long[]> rows = new TreeMap<>();
  private final SortedMap<Integer, Long> toldSums = new TreeMap<>();
  private final SortedMap<Integer, LayerLoad> told = new TreeMap<>();
  private volatile List<LayerLoad> snapshot = List.of();

  /** The stage's thread. */
  void add(ExpertRows step) {
    int[] experts = step.experts();
    int most = experts.length == 0 ? 0 : Arrays.stream(experts).max().getAsInt() + 1;
    long[] counts = rows.getOrDefault(step.layer(), new long[0]);
    if (counts.length < most) {
      counts = Arrays.copyOf(counts, most);
    }
    rows.put(step.layer(), counts);
    for (int i = 0; i < experts.length; i++) {
      counts[experts[i]] += step.counts()[i];
    }
    long sum = Arrays.stream(counts).sum();
    if (sum >= Math.max(FIRST, 2 * toldSums.getOrDefault(step.layer(), 0L))) {
      toldSums.put(step.layer(), sum);
      told.put(
          step.layer(),
          LayerLoad.newBuilder()
              .setLayer(step.layer())
              .addAllRows(Arrays.stream(counts).boxed().toList())
              .build());
      snapshot = List.copyOf(told.values());
    }
  }

  /** By layer, up to the last expert that got a row. Any thread. */
  List<LayerLoad> told() {
    return snapshot;
  }
}
