package dev.isthmus.engine.graph;

import dev.isthmus.engine.runtime.Precision;

/** How one precision keeps weights and multiplies by them. */
interface Products {

  static Products of(Precision precision, SourceWeights source) {
    return switch (precision) {
      case FP32 -> new FloatProducts(source);
      case INT8 -> new BlockProducts(source, 8);
      case INT4 -> new BlockProducts(source, 4);
    };
  }

  /**
   * Appends what computes {@code linear} of x.
   *
   * @param x value [1, rows, in]
   * @return value [1, rows, out]
   */
  String product(GraphWriter graph, String x, Linear linear);
}
