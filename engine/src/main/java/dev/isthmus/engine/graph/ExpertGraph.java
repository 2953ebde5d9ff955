package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.onnx.ModelProto;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import java.util.List;
import java.util.Map;

/** One expert of a layer, on its own. */
public final class ExpertGraph {

  /** The graph's file name. */
  public static final String FILE = "expert.onnx";

  private ExpertGraph() {}

  public static StageModel write(
      Architecture model, int layer, int expert, Precision precision, ModelSource source) {
    GraphWriter graph = new GraphWriter("layer " + layer + " expert " + expert);
    Products products = Products.of(precision, new SourceWeights(source));
    String x = graph.input(StageNames.PART_ROWS, ElementType.FLOAT, 1, "N", model.hidden());
    String y =
        new FeedForward(products, model.hidden())
            .of(
                graph,
                "layer." + layer + ".expert." + expert,
                "model.layers." + layer + ".mlp.experts." + expert,
                model.experts().intermediate(),
                false,
                x);
    graph.node(StageNames.PART_RESULTS, "", "Identity", List.of(y));
    graph.output(StageNames.PART_RESULTS, ElementType.FLOAT, 1, "N", model.hidden());
    Map<String, ModelProto> graphs = Map.of(FILE, GraphWriter.model(graph));
    return new StageModel(graphs, graph.weights());
  }
}
