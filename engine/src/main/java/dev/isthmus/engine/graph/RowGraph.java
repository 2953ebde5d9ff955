package dev.isthmus.engine.graph;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A graph that makes of each row another one, on its own: an expert, or the head. */
final class RowGraph {

  private RowGraph() {}

  /**
   * @param file the graph's file name
   * @param in width of a row
   * @param out width of what is made of it
   * @param body appends what computes that of a value, and names it
   */
  static StageModel write(
      String name, String file, int in, int out, BiFunction<GraphWriter, String, String> body) {
    GraphWriter graph = new GraphWriter(name);
    String x = graph.input(StageNames.PART_ROWS, ElementType.FLOAT, 1, "N", in);
    graph.node(StageNames.PART_RESULTS, "", "Identity", List.of(body.apply(graph, x)));
    graph.output(StageNames.PART_RESULTS, ElementType.FLOAT, 1, "N", out);
    return new StageModel(Map.of(file, GraphWriter.model(graph)), graph.weights());
  }
}
