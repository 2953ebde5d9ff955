package dev.isthmus.engine.graph;

import static dev.isthmus.engine.graph.GraphWriter.integer;

import dev.isthmus.engine.family.Experts;
import java.util.ArrayList;
import java.util.List;

/**
 * Some experts of a layer, each over its own rows. An expert without rows costs nothing; one with a
 * single row gets it twice, since products of one row round otherwise than those of more.
 *
 * <p>The same nodes stand in a stage with its experts inside and in a graph of experts alone, so a
 * row's bits do not depend on where its expert is.
 */
final class GroupedExperts {

  private static final String NONE = "none";
  private static final String ROW_AXIS = "row.axis";

  private final FeedForward feedForward;
  private final Experts experts;

  GroupedExperts(FeedForward feedForward, Experts experts) {
    this.feedForward = feedForward;
    this.experts = experts;
  }

  /**
   * Appends the experts.
   *
   * @param which experts of the layer, ascending
   * @param rows value [1, N, hidden]: the rows of the first expert, then those of the second, …
   * @param counts value int64 [experts]: how many rows each has
   * @return value [1, N, hidden], in the order of the rows
   */
  String of(GraphWriter graph, int layer, List<Integer> which, String rows, String counts) {
    String at = "layer." + layer + ".experts";
    String none = graph.constant(NONE, 0);
    String two = graph.constant("two", 2);
    graph.constant(ROW_AXIS, 1);
    String any = graph.node(at + ".any", "", "Greater", List.of(counts, none));
    String padded = graph.node(at + ".padded", "", "Max", List.of(counts, two));
    List<String> own = split(graph, at + ".rows", List.of(rows, counts), which, 1);
    List<String> hasRows = split(graph, at + ".any", List.of(any), which, 0);
    List<String> numbers = split(graph, at + ".counts", List.of(counts), which, 0);
    List<String> lengths = split(graph, at + ".padded", List.of(padded), which, 0);
    List<String> results = new ArrayList<>();
    for (int i = 0; i < which.size(); i++) {
      String name = "layer." + layer + ".expert." + which.get(i);
      String from = "model.layers." + layer + ".mlp.experts." + which.get(i);
      GraphWriter then = graph.branch(name);
      expert(then, name, from, own.get(i), numbers.get(i), lengths.get(i));
      GraphWriter otherwise = graph.branch(name + " without rows");
      otherwise.node(name + ".nothing", "", "Identity", List.of(own.get(i)));
      then.result(name + ".result", ElementType.FLOAT);
      otherwise.result(name + ".nothing", ElementType.FLOAT);
      results.add(
          graph.node(
              name,
              "",
              "If",
              List.of(hasRows.get(i)),
              GraphWriter.graph("then_branch", then),
              GraphWriter.graph("else_branch", otherwise)));
    }
    return graph.node(at + ".results", "", "Concat", results, integer("axis", 1));
  }

  private void expert(
      GraphWriter graph, String name, String from, String rows, String number, String length) {
    String twice =
        graph.node(name + ".twice", "", "Concat", List.of(rows, rows), integer("axis", 1));
    String x = rows(graph, name + ".x", twice, length);
    String y = feedForward.of(graph, name, from, experts.intermediate(), false, x);
    rows(graph, name + ".result", y, number);
  }

  /** The first rows of a value [1, rows, hidden]. */
  private static String rows(GraphWriter graph, String name, String value, String number) {
    return graph.node(name, "", "Slice", List.of(value, NONE, number, ROW_AXIS));
  }

  private static List<String> split(
      GraphWriter graph, String name, List<String> inputs, List<Integer> which, int axis) {
    List<String> outputs = which.stream().map(expert -> name + "." + expert).toList();
    return inputs.size() == 2
        ? graph.nodes(name + ".split", "", "Split", inputs, outputs, integer("axis", axis))
        : graph.nodes(
            name + ".split",
            "",
            "Split",
            inputs,
            outputs,
            integer("axis", axis),
            integer("num_outputs", which.size()));
  }
}
