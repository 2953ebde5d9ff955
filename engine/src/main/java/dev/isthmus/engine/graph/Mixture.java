package dev.isthmus.engine.graph;

import static dev.isthmus.engine.graph.GraphWriter.integer;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Experts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A feed-forward block that is a mixture of experts (2401.04088):
 *
 * <pre>
 *   p = softmax(router x)                    over all experts, always in float32
 *   e, w = the k highest of p                ties to the lower expert
 *   w = w / sum w                            where the family says so
 *   y = sum over rank r of w[r] * expert e[r] (x)  +  sigmoid(gate x) * shared(x)
 * </pre>
 *
 * The sum goes by rank, one addition after another, so it depends neither on which rows are beside
 * a row nor on who computed what.
 */
final class Mixture {

  private final GraphWriter graph;
  private final Architecture model;
  private final Experts experts;
  private final Products router;
  private final FeedForward feedForward;
  private final GroupedExperts grouped;

  /**
   * @param router how the router multiplies, whatever the experts' precision
   */
  Mixture(GraphWriter graph, Architecture model, Products router, FeedForward feedForward) {
    this.graph = graph;
    this.model = model;
    this.experts = model.experts();
    this.router = router;
    this.feedForward = feedForward;
    this.grouped = new GroupedExperts(feedForward, experts);
  }

  /**
   * Where a layer's rows go.
   *
   * @param experts int64 [1, T, k], highest weight first
   * @param weights [1, T, k]
   * @param shared the shared expert's part of the result [1, T, hidden], or null
   */
  record Routing(String experts, String weights, String shared) {}

  /** The whole block; the chosen experts become an output of the graph. */
  String of(int layer, String x) {
    Routing routing = route(layer, x);
    return sum(layer, routing, rows(layer, x, routing));
  }

  /** Makes outputs of what a later graph needs to go on where this one ends. */
  void suspend(int layer, Routing routing) {
    graph.output(StageNames.weights(layer), ElementType.FLOAT, 1, "T", experts.active());
    graph.output(StageNames.probabilities(layer), ElementType.FLOAT, 1, "T", experts.count());
    if (routing.shared() != null) {
      graph.output(routing.shared(), ElementType.FLOAT, 1, "T", model.hidden());
    }
  }

  /** Takes what an earlier graph had, and what the experts gave, as inputs. */
  String resume(int layer) {
    String rows = StageNames.experts(layer);
    graph.input(rows, ElementType.FLOAT, 1, "N", model.hidden());
    graph.input(StageNames.weights(layer), ElementType.FLOAT, 1, "T", experts.active());
    String shared = null;
    if (experts.shared() != null) {
      shared = StageNames.shared(layer);
      graph.input(shared, ElementType.FLOAT, 1, "T", model.hidden());
    }
    return sum(layer, new Routing("", StageNames.weights(layer), shared), rows);
  }

  /** Chooses experts for each row of x [1, T, hidden]. */
  Routing route(int layer, String x) {
    String at = "layer." + layer + ".router";
    String scores = scores(layer, at, x);
    String logits = scores;
    String shared = null;
    if (experts.shared() != null) {
      if (experts.shared().gated()) {
        List<String> cut = List.of(at + ".logits", at + ".shared");
        String sizes = graph.constant("router.cut", experts.count(), 1);
        graph.nodes(at + ".cut", "", "Split", List.of(scores, sizes), cut, integer("axis", 2));
        logits = cut.get(0);
      }
      shared = shared(layer, x, at + ".shared");
    }
    String all =
        graph.node(
            StageNames.probabilities(layer), "", "Softmax", List.of(logits), integer("axis", -1));
    String active = graph.constant("active", experts.active());
    String chosen = StageNames.chosen(layer);
    graph.nodes(
        chosen,
        "",
        "TopK",
        List.of(all, active),
        List.of(StageNames.weights(layer), chosen),
        integer("axis", -1));
    graph.output(chosen, ElementType.INT64, 1, "T", experts.active());
    return new Routing(chosen, StageNames.weights(layer), shared);
  }

  /**
   * [1, T, experts], and the shared expert's score behind them. One row more than there are, so
   * that the product never has a single one.
   */
  private String scores(int layer, String at, String x) {
    String from = "model.layers." + layer + ".mlp.";
    List<String> weights = new ArrayList<>(List.of(from + "gate.weight"));
    int[] parts = {experts.count()};
    if (experts.shared() != null && experts.shared().gated()) {
      weights.add(from + "shared_expert_gate.weight");
      parts = new int[] {experts.count(), 1};
    }
    String none = graph.constant("none", 0);
    String one = graph.constant("one", 1);
    String less = graph.constant("all.but.one", -1);
    String axis = graph.constant("row.axis", 1);
    String first = graph.node(at + ".first", "", "Slice", List.of(x, none, one, axis));
    String more = graph.node(at + ".x", "", "Concat", List.of(x, first), integer("axis", 1));
    Linear linear = new Linear(at, weights, List.of(), model.hidden(), parts, null);
    String scores = router.product(graph, more, linear);
    return graph.node(at + ".scores", "", "Slice", List.of(scores, none, less, axis));
  }

  /** sigmoid(score) * shared(x), or shared(x) where it has no score. */
  private String shared(int layer, String x, String score) {
    String at = "layer." + layer + ".shared";
    String from = "model.layers." + layer + ".mlp.shared_expert";
    String y = feedForward.of(graph, at, from, experts.shared().intermediate(), false, x);
    String result = StageNames.shared(layer);
    if (!experts.shared().gated()) {
      return graph.node(result, "", "Identity", List.of(y));
    }
    String gate = graph.node(at + ".sigmoid", "", "Sigmoid", List.of(score));
    return graph.node(result, "", "Mul", List.of(y, gate));
  }

  /**
   * Each row through each of its experts: [1, T * k, hidden], row after row, by rank within a row.
   */
  private String rows(int layer, String x, Routing routing) {
    String at = "layer." + layer + ".order";
    String flat = graph.constant("flat", -1);
    String ids = graph.node(at + ".ids", "", "Reshape", List.of(routing.experts(), flat));
    String size = graph.node(at + ".size", "", "Shape", List.of(ids));
    String byExpert = sorted(at + ".by.expert", ids, size);
    String back = sorted(at + ".back", byExpert, size);
    String active = graph.constant("active", experts.active());
    String tokens = graph.node(at + ".tokens", "", "Div", List.of(byExpert, active));
    String given = graph.node(at + ".x", "", "Gather", List.of(x, tokens), integer("axis", 1));
    List<Integer> all = IntStream.range(0, experts.count()).boxed().toList();
    String results = grouped.of(graph, layer, all, given, counts(at, ids));
    return graph.node(at + ".y", "", "Gather", List.of(results, back), integer("axis", 1));
  }

  /** Positions of the values in ascending order; equal ones stay in their order. */
  private String sorted(String name, String values, String size) {
    graph.nodes(
        name,
        "",
        "TopK",
        List.of(values, size),
        List.of(name + ".values", name),
        integer("largest", 0));
    return name;
  }

  /** int64 [experts]. */
  private String counts(String at, String ids) {
    String column = graph.constant("column", -1, 1);
    String each =
        graph.constant("experts", IntStream.range(0, experts.count()).asLongStream().toArray());
    String rows = graph.constant("none", 0);
    String tall = graph.node(at + ".tall", "", "Reshape", List.of(ids, column));
    String hits = graph.node(at + ".hits", "", "Equal", List.of(tall, each));
    String ones =
        graph.node(
            at + ".ones", "", "Cast", List.of(hits), integer("to", ElementType.INT64.code()));
    return graph.node(at + ".counts", "", "ReduceSum", List.of(ones, rows), integer("keepdims", 0));
  }

  /**
   * Weights and adds.
   *
   * @param rows value [1, T * k, hidden]
   */
  private String sum(int layer, Routing routing, String rows) {
    String at = "layer." + layer + ".mixture";
    String wide = graph.constant("by.rank", 1, -1, (long) experts.active() * model.hidden());
    String byRow = graph.node(at + ".by.row", "", "Reshape", List.of(rows, wide));
    List<String> values = ranks(at + ".value", byRow);
    List<String> weights = ranks(at + ".weight", normalised(at, routing.weights()));
    String sum = null;
    for (int rank = 0; rank < experts.active(); rank++) {
      List<String> pair = List.of(values.get(rank), weights.get(rank));
      String weighted = graph.node(at + ".weighted." + rank, "", "Mul", pair);
      sum = sum == null ? weighted : added(at + ".sum." + rank, sum, weighted);
    }
    return routing.shared() == null ? sum : added(at + ".all", sum, routing.shared());
  }

  private String normalised(String at, String weights) {
    if (!experts.normalised()) {
      return weights;
    }
    List<String> ranks = ranks(at + ".probability", weights);
    String sum = ranks.get(0);
    for (int rank = 1; rank < experts.active(); rank++) {
      sum = added(at + ".probabilities." + rank, sum, ranks.get(rank));
    }
    return graph.node(at + ".normalised", "", "Div", List.of(weights, sum));
  }

  private String added(String name, String a, String b) {
    return graph.node(name, "", "Add", List.of(a, b));
  }

  private List<String> ranks(String name, String value) {
    return graph.nodes(
        name,
        "",
        "Split",
        List.of(value),
        IntStream.range(0, experts.active()).mapToObj(rank -> name + "." + rank).toList(),
        integer("axis", 2),
        integer("num_outputs", experts.active()));
  }
}
