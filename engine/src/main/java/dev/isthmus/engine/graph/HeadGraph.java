package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.source.ModelSource;
import java.util.List;

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
    Linear head =
        new Linear(
            "head",
            List.of(model.tiedHead() ? EmbeddingRows.TENSOR : "lm_head.weight"),
            List.of(),
            model.hidden(),
            new int[] {model.vocabulary()},
            source.headIds());
    Products products = Products.of(spec.precision(), new SourceWeights(source));
    return RowGraph.write(
        "head", FILE, model.hidden(), head.out(), (graph, x) -> products.product(graph, x, head));
  }

  /** Size of its weights, 0 for a stage that is not the model's last. */
  public static long bytes(StageSpec spec, ModelSource source) {
    return spec.isLast()
        ? write(spec, source).weights().stream().mapToLong(Weight::bytes).sum()
        : 0;
  }
}
