package dev.isthmus.engine.graph;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear map y = x Wᵀ + b of the model, possibly several of them that read the same x, one after
 * another in y (q, k and v; gate and up).
 *
 * @param name what the product is called in the graph, {@code layer.0.qkv}
 * @param weights the source's tensors, each [its part of out, in]
 * @param biases the source's bias tensors, one per weight, or empty
 * @param parts rows of each weight as the source has it
 * @param rows the rows of the one weight that count, ascending, or null for all (a reduced head)
 */
record Linear(
    String name, List<String> weights, List<String> biases, int in, int[] parts, int[] rows) {

  static Linear of(String name, String weight, int in, int out) {
    return new Linear(name, List.of(weight), List.of(), in, new int[] {out}, null);
  }

  /** One of several maps, alone. */
  Linear part(int i) {
    return new Linear(
        name + "." + i,
        List.of(weights.get(i)),
        biases.isEmpty() ? List.of() : List.of(biases.get(i)),
        in,
        new int[] {parts[i]},
        rows);
  }

  /** Width of y. */
  int out() {
    return rows != null ? rows.length : IntStream.of(parts).sum();
  }
}
