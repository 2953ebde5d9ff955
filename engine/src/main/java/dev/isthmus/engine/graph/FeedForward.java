package dev.isthmus.engine.graph;

import static dev.isthmus.engine.graph.GraphWriter.MICROSOFT;
import static dev.isthmus.engine.graph.GraphWriter.real;

import java.util.List;

/** down(silu(gate x) * up x): SwiGLU (2002.05202). */
final class FeedForward {

  private final Products products;
  private final int hidden;

  FeedForward(Products products, int hidden) {
    this.products = products;
    this.hidden = hidden;
  }

  /**
   * Appends one network.
   *
   * @param at what its values are called, {@code layer.0}
   * @param from where the source has its tensors, {@code model.layers.0.mlp}
   * @param inner its width
   * @param x value [1, rows, hidden]
   * @return value [1, rows, hidden]
   */
  String of(GraphWriter graph, String at, String from, int inner, boolean bias, String x) {
    String gate = products.product(graph, x, linear(at, from, "gate", bias, hidden, inner));
    String up = products.product(graph, x, linear(at, from, "up", bias, hidden, inner));
    String silu = graph.node(at + ".silu", MICROSOFT, "QuickGelu", List.of(gate), real("alpha", 1));
    String gated = graph.node(at + ".gated", "", "Mul", List.of(silu, up));
    return products.product(graph, gated, linear(at, from, "down", bias, inner, hidden));
  }

  private static Linear linear(
      String at, String from, String which, boolean bias, int in, int out) {
    String tensor = from + "." + which + "_proj";
    return new Linear(
        at + "." + which,
        List.of(tensor + ".weight"),
        bias ? List.of(tensor + ".bias") : List.of(),
        in,
        new int[] {out},
        null);
  }
}
