package dev.isthmus.engine.graph;

import java.util.List;

/**
 * Numbers of slots that a graph has branches for. A branch costs every layer a little, so a stage
 * is written as several graphs over the same weights.
 *
 * @param slots ascending
 */
public record Buckets(List<Integer> slots) {

  /** One session, no branches. */
  public static final Buckets LONE = new Buckets(List.of(1));

  /** All graphs that are written. */
  public static final List<Buckets> ALL =
      List.of(
          LONE,
          new Buckets(List.of(4)),
          new Buckets(List.of(4, 8)),
          new Buckets(List.of(1, 4)),
          new Buckets(List.of(1, 4, 8)));

  /** For two sessions or more. */
  public static Buckets shared(int sessions) {
    return new Buckets(sessions <= 4 ? List.of(4) : List.of(4, 8));
  }

  /** For one session and for more, so that the weights are in memory once. */
  public static Buckets any(int sessions) {
    if (sessions == 1) {
      return LONE;
    }
    return new Buckets(sessions <= 4 ? List.of(1, 4) : List.of(1, 4, 8));
  }

  /** A file name for the graph. */
  public String file() {
    return "slots-" + String.join("-", slots.stream().map(String::valueOf).toList()) + ".onnx";
  }
}
