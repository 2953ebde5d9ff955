package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import java.util.List;

/**
 * Which graph is to be written.
 *
 * @param buckets numbers of sessions that it has branches for, ascending
 * @param positions rows of the rotary tables
 */
public record StageSpec(
    Architecture model,
    StageRange range,
    Precision precision,
    List<Integer> buckets,
    int positions) {

  /** The buckets of a graph that serves so many sessions at once. */
  public static List<Integer> buckets(int sessions) {
    if (sessions == 1) {
      return List.of(1);
    }
    return sessions <= 4 ? List.of(1, 4) : List.of(1, 4, 8);
  }
}
