package dev.isthmus.engine.graph;

import dev.isthmus.engine.onnx.ModelProto;
import java.util.List;
import java.util.Map;

/**
 * A stage, or a part of one, as ONNX, its weights apart.
 *
 * @param graphs by file name; initializers of the weights are added when their place in the
 *     prepared file is known
 * @param weights what the prepared file must hold, in this order
 * @param files what lies in files of its own, of use to no graph, by file name
 */
public record StageModel(
    Map<String, ModelProto> graphs, List<Weight> weights, Map<String, Weight> files) {

  /** Of graphs and their weights alone. */
  public StageModel(Map<String, ModelProto> graphs, List<Weight> weights) {
    this(graphs, weights, Map.of());
  }
}
