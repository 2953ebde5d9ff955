package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import java.util.List;

/**
 * The attention kernel takes heads of 16, 32, … only. Others are widened with zeros on the way in,
 * each half of the rotation for itself so that its pairs stay pairs, and cut again on the way out.
 */
public record HeadWidth(int headDim) {

  private static final int STEP = 16;

  public static HeadWidth of(Architecture model) {
    return new HeadWidth(model.headDim());
  }

  /** Width of a head as the kernel and the KV buffers have it. */
  public int padded() {
    return (headDim + STEP - 1) / STEP * STEP;
  }

  boolean exact() {
    return padded() == headDim;
  }

  /** [1, T, heads * headDim] to [1, T, heads * padded]. */
  String widen(GraphWriter graph, String value, int heads) {
    if (exact()) {
      return value;
    }
    String halves = graph.constant("halves." + heads, 1, -1, heads, 2, headDim / 2);
    String joined = graph.constant("wide." + heads, 1, -1, (long) heads * padded());
    String pads = graph.constant("pads", 0, 0, 0, 0, 0, 0, 0, 0, 0, (padded() - headDim) / 2);
    String split = graph.node(value + ".halves", "", "Reshape", List.of(value, halves));
    String wide = graph.node(value + ".padded", "", "Pad", List.of(split, pads));
    return graph.node(value + ".wide", "", "Reshape", List.of(wide, joined));
  }

  /** [1, T, heads * padded] to [1, T, heads * headDim]. */
  String narrow(GraphWriter graph, String value, int heads) {
    if (exact()) {
      return value;
    }
    String halves = graph.constant("wide.halves." + heads, 1, -1, heads, 2, padded() / 2);
    String joined = graph.constant("narrow." + heads, 1, -1, (long) heads * headDim);
    String from = graph.constant("half.from", 0);
    String to = graph.constant("half.to", headDim / 2);
    String axis = graph.constant("half.axis", 4);
    String split = graph.node(value + ".halves", "", "Reshape", List.of(value, halves));
    String cut = graph.node(value + ".cut", "", "Slice", List.of(split, from, to, axis));
    return graph.node(value + ".narrow", "", "Reshape", List.of(cut, joined));
  }
}
