package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;

/** One expert of a layer, on its own. */
public final class ExpertGraph {

  /** The graph's file name. */
  public static final String FILE = "expert.onnx";

  private ExpertGraph() {}

  public static StageModel write(
      Architecture model, int layer, int expert, Precision precision, ModelSource source) {
    FeedForward feedForward =
        new FeedForward(Products.of(precision, new SourceWeights(source)), model.hidden());
    return RowGraph.write(
        "layer " + layer + " expert " + expert,
        FILE,
        model.hidden(),
        model.hidden(),
        (graph, x) ->
            feedForward.of(
                graph,
                "layer." + layer + ".expert." + expert,
                "model.layers." + layer + ".mlp.experts." + expert,
                model.experts().intermediate(),
                false,
                x));
  }
}
