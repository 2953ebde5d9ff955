package dev.isthmus.engine.graph;

import static dev.isthmus.engine.graph.GraphWriter.MICROSOFT;
import static dev.isthmus.engine.graph.GraphWriter.integer;

import java.util.List;

/** Weights as float32, in the source's own [out, in] layout. */
final class FloatProducts implements Products {

  private final SourceWeights source;

  FloatProducts(SourceWeights source) {
    this.source = source;
  }

  @Override
  public String product(GraphWriter graph, String x, Linear linear) {
    String weight = graph.weight(source.matrix(linear));
    String product =
        graph.node(
            linear.name(), MICROSOFT, "FusedMatMul", List.of(x, weight), integer("transB", 1));
    if (linear.biases().isEmpty()) {
      return product;
    }
    String bias = graph.weight(source.bias(linear));
    return graph.node(linear.name() + ".biased", "", "Add", List.of(product, bias));
  }
}
