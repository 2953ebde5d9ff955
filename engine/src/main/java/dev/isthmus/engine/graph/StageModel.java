package dev.isthmus.engine.graph;

import dev.isthmus.engine.onnx.ModelProto;
import java.util.List;

/**
 * A stage as ONNX, its weights apart.
 *
 * @param model the graph; initializers of the weights are added when their place in the prepared
 *     file is known
 * @param weights what the prepared file must hold, in this order
 */
public record StageModel(ModelProto model, List<Weight> weights) {}
