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
 */
public record StageModel(Map<String, ModelProto> graphs, List<Weight> weights) {}
