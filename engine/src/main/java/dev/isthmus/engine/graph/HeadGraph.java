package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.source.ModelSource;
import java.util.List;
import java.util.Map;

/**
 * What makes logits of normed states, on its own: the graphs of a last stage all go on with this
 * one, so that its weights are in memory once.
 */
public final class HeadGraph {

  /** The graph's file name. */
  public static final String FILE = "head.onnx";

  private HeadGraph() {}

  static StageModel write(StageSpec spec, ModelSource source) {
    Architecture model = spec.model();
    GraphWriter graph = new GraphWriter("head");
    String x = graph.input(StageNames.PART_ROWS, ElementType.FLOAT, 1, "N", model.hidden());
    Linear head =
        new Linear(
            "head",
            List.of(model.tiedHead() ? EmbeddingRows.TENSOR : "lm_head.weight"),
            List.of(),
            model.hidden(),
            new int[] {model.vocabulary()},
            source.headIds());
    String y = Products.of(spec.precision(), new SourceWeights(source)).product(graph, x, head);
    graph.node(StageNames.PART_RESULTS, "", "Identity", List.of(y));
    graph.output(StageNames.PART_RESULTS, ElementType.FLOAT, 1, "N", head.out());
    return new StageModel(Map.of(FILE, GraphWriter.model(graph)), graph.weights());
  }

  /** Size of its weights, 0 for a stage that is not the model's last. */
  public static long bytes(StageSpec spec, ModelSource source) {
    return spec.isLast()
        ? write(spec, source).weights().stream().mapToLong(Weight::bytes).sum()
        : 0;
  }
}
