package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.isthmus.engine.graph.StageNames;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step tells the graph's attention: whose KV each slot has, how many tokens and rows. */
final class Slots implements AutoCloseable {

  private final KvLayout layout;
  private final List<Integer> buckets;
  private final Views[] last;
  private final Views[] total;
  private final Map<Integer, Views> fits = new HashMap<>();
  private final Map<Integer, Views> cuts = new HashMap<>();
  private final Views count;
  private final String[][] names;

  Slots(OrtEnvironment environment, KvLayout layout, List<Integer> buckets) {
    this.layout = layout;
    this.buckets = buckets;
    int slots = buckets.get(buckets.size() - 1);
    this.last = new Views[slots];
    this.total = new Views[slots];
    this.names = new String[slots][];
    for (int slot = 0; slot < slots; slot++) {
      last[slot] = scalar(environment, OnnxJavaType.INT32, Integer.BYTES, 1);
      total[slot] = scalar(environment, OnnxJavaType.INT32, Integer.BYTES);
      names[slot] = names(layout, slot);
    }
    for (int bucket : buckets) {
      fits.put(bucket, scalar(environment, OnnxJavaType.BOOL, 1));
      cuts.put(
          bucket,
          new Views(environment, OnnxJavaType.INT64, Long.BYTES, bucket + 1, n -> new long[] {n}));
    }
    this.count = scalar(environment, OnnxJavaType.INT64, Long.BYTES, 1);
  }

  /** Chooses the bucket for a step's windows and tells it which rows are whose. */
  void cut(List<Window> windows, Packing packing, Map<String, OnnxTensor> inputs) {
    int chosen = buckets.stream().filter(b -> b >= windows.size()).findFirst().orElseThrow();
    for (int bucket : buckets.subList(0, buckets.size() - 1)) {
      fits.get(bucket).rows(1).put(0, (byte) (windows.size() <= bucket ? 1 : 0));
      inputs.put(StageNames.fits(bucket), fits.get(bucket).tensor(1));
    }
    if (buckets.size() > 1) {
      count.rows(1).putLong(0, packing.total());
      inputs.put(StageNames.COUNT, count.tensor(1));
    }
    if (chosen > 1) {
      ByteBuffer cut = cuts.get(chosen).rows(chosen + 1);
      for (int slot = 0; slot < chosen; slot++) {
        cut.putLong(slot * Long.BYTES, slot < windows.size() ? packing.rows(slot) : 1);
      }
      cut.putLong(chosen * Long.BYTES, windows.size());
      inputs.put(StageNames.cuts(chosen), cuts.get(chosen).tensor(chosen + 1));
    }
  }

  /**
   * Puts a session's KV into a slot.
   *
   * @param past rows that are there
   * @param rows rows that the step appends
   */
  void fill(
      int slot,
      KvBlock block,
      int past,
      int rows,
      Map<String, OnnxTensor> inputs,
      Map<String, OnnxTensor> outputs) {
    last[slot].rows(1).putInt(0, past + rows - 1);
    total[slot].rows(1).putInt(0, past + rows);
    inputs.put(StageNames.last(slot), last[slot].tensor(1));
    inputs.put(StageNames.total(slot), total[slot].tensor(1));
    for (int layer = 0; layer < layout.layers(); layer++) {
      inputs.put(names[slot][4 * layer], block.keys(layer));
      inputs.put(names[slot][4 * layer + 1], block.values(layer));
      outputs.put(names[slot][4 * layer + 2], block.keys(layer));
      outputs.put(names[slot][4 * layer + 3], block.values(layer));
    }
  }

  @Override
  public void close() {
    for (int slot = 0; slot < last.length; slot++) {
      last[slot].close();
      total[slot].close();
    }
    fits.values().forEach(Views::close);
    cuts.values().forEach(Views::close);
    count.close();
  }

  private static Views scalar(
      OrtEnvironment environment, OnnxJavaType type, int bytes, long... shape) {
    return new Views(environment, type, bytes, 1, n -> shape);
  }

  private static String[] names(KvLayout layout, int slot) {
    String[] names = new String[4 * layout.layers()];
    for (int layer = 0; layer < layout.layers(); layer++) {
      int absolute = layout.first() + layer;
      names[4 * layer] = StageNames.pastKey(absolute, slot);
      names[4 * layer + 1] = StageNames.pastValue(absolute, slot);
      names[4 * layer + 2] = StageNames.presentKey(absolute, slot);
      names[4 * layer + 3] = StageNames.presentValue(absolute, slot);
    }
    return names;
  }
}
