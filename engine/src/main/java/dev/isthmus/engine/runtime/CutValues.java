package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.StageNames;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** What lies between two graphs of a cut stage: buffers that one writes and the next one reads. */
final class CutValues implements AutoCloseable {

  private static final int ROWS = 16;

  private final Views normed;
  private final Views carried;
  private final Views weights;
  private final Views chosen;
  private final Views probabilities;
  private final Views shared;
  private final Views experts;
  private final int active;

  CutValues(OrtEnvironment environment, Architecture model) {
    int hidden = model.hidden();
    this.active = model.experts().active();
    this.normed = floats(environment, hidden);
    this.carried = floats(environment, hidden);
    this.weights = floats(environment, active);
    this.probabilities = floats(environment, model.experts().count());
    this.experts = floats(environment, hidden);
    this.shared = model.experts().shared() == null ? null : floats(environment, hidden);
    this.chosen =
        new Views(
            environment,
            OnnxJavaType.INT64,
            (long) active * Long.BYTES,
            ROWS,
            n -> new long[] {1, n, active});
  }

  private static Views floats(OrtEnvironment environment, int width) {
    return Views.floats(environment, width, ROWS);
  }

  /** The outputs of a graph that ends at a layer's experts. */
  void take(int layer, int rows, Map<String, OnnxTensor> outputs) {
    outputs.put(StageNames.normed(layer), normed.tensor(rows));
    outputs.put(StageNames.chosen(layer), chosen.tensor(rows));
    outputs.put(StageNames.probabilities(layer), probabilities.tensor(rows));
    between(layer, rows, outputs);
  }

  /** The inputs of the graph that goes on after them. */
  void give(int layer, int rows, Map<String, OnnxTensor> inputs) {
    inputs.put(StageNames.experts(layer), experts.tensor(rows * active));
    between(layer, rows, inputs);
  }

  private void between(int layer, int rows, Map<String, OnnxTensor> tensors) {
    tensors.put(StageNames.carried(layer), carried.tensor(rows));
    tensors.put(StageNames.weights(layer), weights.tensor(rows));
    if (shared != null) {
      tensors.put(StageNames.shared(layer), shared.tensor(rows));
    }
  }

  /** [rows, hidden]. */
  FloatBuffer normed(int rows) {
    return normed.rows(rows).asFloatBuffer();
  }

  /** [rows, active]. */
  LongBuffer chosen(int rows) {
    return chosen.rows(rows).asLongBuffer();
  }

  /** [rows, active]. */
  FloatBuffer weights(int rows) {
    return weights.rows(rows).asFloatBuffer();
  }

  /** [rows, experts]. */
  FloatBuffer probabilities(int rows) {
    return probabilities.rows(rows).asFloatBuffer();
  }

  /** [rows * active, hidden]. */
  FloatBuffer experts(int rows) {
    return experts.rows(rows * active).asFloatBuffer();
  }

  @Override
  public void close() {
    for (Views views : new Views[] {normed, carried, weights, chosen, probabilities, experts}) {
      views.close();
    }
    if (shared != null) {
      shared.close();
    }
  }
}
