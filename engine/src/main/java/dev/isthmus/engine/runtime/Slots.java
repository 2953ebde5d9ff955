package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.isthmus.engine.graph.StageNames;
import dev.isthmus.engine.graph.StagePiece;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step tells the graph's attention: whose KV each slot has, how many tokens and rows. The
 * maps live as long as the engine; a step changes only the slots that it uses.
 */
final class Slots implements AutoCloseable {

  private static final int IDLE_CAPACITY = 2;

  private final KvLayout layout;
  private final int first;
  private final int end;
  private final List<Integer> buckets;
  private final Views[] last;
  private final Views[] total;
  private final Map<Integer, Views> fits = new HashMap<>();
  private final Map<Integer, Views> cuts = new HashMap<>();
  private final Views pack;
  private final Views unpack;
  private final String[][] names;
  private final KvBlock idle;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs = new HashMap<>();
  private int used;

  /**
   * @param layout of the whole stage
   * @param piece the layers of it whose attention the graph has
   */
  Slots(OrtEnvironment environment, KvLayout layout, StagePiece piece, List<Integer> buckets) {
    this.layout = layout;
    this.first = piece.first() - layout.first();
    this.end = piece.last() - layout.first();
    this.buckets = buckets;
    int slots = buckets.get(buckets.size() - 1);
    this.last = new Views[slots];
    this.total = new Views[slots];
    this.names = new String[slots][];
    this.idle = new KvBlock(new KvLayout(0, 1, layout.kvHeads(), layout.headDim()), IDLE_CAPACITY);
    for (int slot = 0; slot < slots; slot++) {
      last[slot] = scalar(environment, OnnxJavaType.INT32, Integer.BYTES, 1);
      total[slot] = scalar(environment, OnnxJavaType.INT32, Integer.BYTES);
      names[slot] = names(layout, slot);
      inputs.put(StageNames.last(slot), last[slot].tensor(1));
      inputs.put(StageNames.total(slot), total[slot].tensor(1));
    }
    for (int bucket : buckets.subList(0, buckets.size() - 1)) {
      fits.put(bucket, scalar(environment, OnnxJavaType.BOOL, 1));
      inputs.put(StageNames.fits(bucket), fits.get(bucket).tensor(1));
    }
    for (int bucket : buckets) {
      if (bucket > 1) {
        cuts.put(bucket, indices(environment, bucket));
        inputs.put(StageNames.cuts(bucket), cuts.get(bucket).tensor(bucket));
      }
    }
    this.pack = indices(environment, 64);
    this.unpack = indices(environment, 64);
    this.used = slots;
    rest(0);
  }

  int count() {
    return last.length;
  }

  /** The graph's inputs as the last step left them. */
  Map<String, OnnxTensor> inputs() {
    return inputs;
  }

  /** The outputs that are pinned to the slots' KV. */
  Map<String, OnnxTensor> outputs() {
    return outputs;
  }

  /** Chooses the bucket for a step's windows and tells it which rows are whose. */
  void cut(Packing packing) {
    int windows = packing.windows();
    int chosen = buckets.stream().filter(b -> b >= windows).findFirst().orElseThrow();
    fits.forEach((bucket, fit) -> fit.rows(1).put(0, (byte) (windows <= bucket ? 1 : 0)));
    inputs.put(StageNames.PACK, put(pack, packing.pack(chosen)));
    inputs.put(StageNames.UNPACK, put(unpack, packing.unpack()));
    if (chosen > 1) {
      int[] rows = new int[chosen];
      Arrays.setAll(rows, slot -> slot < windows ? packing.attended(slot) : 1);
      put(cuts.get(chosen), rows);
    }
  }

  /**
   * Puts a session's KV into a slot.
   *
   * @param past rows that are there
   * @param rows rows that the step appends
   */
  void fill(int slot, KvBlock block, int past, int rows) {
    used = Math.max(used, slot + 1);
    last[slot].rows(1).putInt(0, past + rows - 1);
    total[slot].rows(1).putInt(0, past + rows);
    for (int layer = first; layer < end; layer++) {
      inputs.put(names[slot][4 * layer], block.keys(layer));
      inputs.put(names[slot][4 * layer + 1], block.values(layer));
      outputs.put(names[slot][4 * layer + 2], block.keys(layer));
      outputs.put(names[slot][4 * layer + 3], block.values(layer));
    }
  }

  /** Slots from here on have no session; KV that they had may be freed. */
  void rest(int from) {
    for (int slot = from; slot < used; slot++) {
      last[slot].rows(1).putInt(0, 0);
      total[slot].rows(1).putInt(0, 1);
      for (int layer = first; layer < end; layer++) {
        inputs.put(names[slot][4 * layer], idle.keys(0));
        inputs.put(names[slot][4 * layer + 1], idle.values(0));
        outputs.remove(names[slot][4 * layer + 2]);
        outputs.remove(names[slot][4 * layer + 3]);
      }
    }
    used = Math.min(used, from);
  }

  @Override
  public void close() {
    for (int slot = 0; slot < last.length; slot++) {
      last[slot].close();
      total[slot].close();
    }
    fits.values().forEach(Views::close);
    cuts.values().forEach(Views::close);
    pack.close();
    unpack.close();
    idle.close();
  }

  private static OnnxTensor put(Views into, int[] values) {
    OnnxTensor tensor = into.tensor(values.length);
    ByteBuffer bytes = into.rows(values.length);
    for (int i = 0; i < values.length; i++) {
      bytes.putLong(i * Long.BYTES, values[i]);
    }
    return tensor;
  }

  private static Views scalar(
      OrtEnvironment environment, OnnxJavaType type, int bytes, long... shape) {
    return new Views(environment, type, bytes, 1, n -> shape);
  }

  private static Views indices(OrtEnvironment environment, int most) {
    return new Views(environment, OnnxJavaType.INT64, Long.BYTES, most, n -> new long[] {n});
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
