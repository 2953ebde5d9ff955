package dev.isthmus.engine.graph;

import static dev.isthmus.engine.graph.GraphWriter.MICROSOFT;
import static dev.isthmus.engine.graph.GraphWriter.integer;
import static dev.isthmus.engine.graph.GraphWriter.real;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Architecture.QkNorm;
import dev.isthmus.engine.graph.Attention.Piece;
import dev.isthmus.engine.onnx.ModelProto;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.ModelSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The forward pass of layers [first, last), as ONNX. Tokens of all windows are packed into one row
 * axis T, so everything but attention is one product over all sessions; attention runs once per
 * slot, each over its own keys and values.
 *
 * <pre>
 *   h as given: the embedding's rows, or the stage before's
 *   per layer   h += o(attention(rope(q(norm h)), rope(k(norm h)), v(norm h)))
 *               h += down(silu(gate(norm h)) * up(norm h))   or a mixture of experts
 *   states = norm h[rows]                                     last stage, else h
 * </pre>
 *
 * <p>Logits are the {@linkplain HeadGraph head's}. A stage without experts is several graphs, cut
 * between the router of a layer and the sum of what its experts gave.
 */
public final class StageGraph {

  private final Architecture model;
  private final StageRange range;
  private final StagePiece piece;
  private final SourceWeights source;
  private final Products products;
  private final Attention attention;
  private final GraphWriter graph;
  private final FeedForward feedForward;
  private final Mixture mixture;

  private StageGraph(StageSpec spec, StagePiece piece, Buckets buckets, ModelSource source) {
    this.piece = piece;
    this.model = spec.model();
    this.range = spec.range();
    this.source = new SourceWeights(source);
    this.products = Products.of(spec.precision(), this.source);
    this.graph = new GraphWriter("layers " + piece.first() + " to " + piece.last());
    this.attention = new Attention(graph, model, buckets.slots());
    if (piece.attends()) {
      attention.inputs(spec.positions());
    }
    this.feedForward = new FeedForward(products, model.hidden());
    // A rounded router would choose other experts: it is small, so it stays in float32.
    this.mixture = new Mixture(graph, model, new FloatProducts(this.source), feedForward);
  }

  /** Writes the graphs; weights are only named, and read when they are written. */
  public static StageModel write(StageSpec spec, ModelSource source) {
    Map<String, ModelProto> graphs = new LinkedHashMap<>();
    Map<String, Weight> weights = new LinkedHashMap<>();
    for (Buckets buckets : Buckets.ALL) {
      for (StagePiece piece : spec.pieces()) {
        StageGraph stage = new StageGraph(spec, piece, buckets, source);
        graphs.put(piece.file(buckets), stage.write());
        stage.graph.weights().forEach(weight -> weights.put(weight.name(), weight));
      }
    }
    if (spec.isLast()) {
      StageModel head = HeadGraph.write(spec, source);
      graphs.putAll(head.graphs());
      head.weights().forEach(weight -> weights.put(weight.name(), weight));
    }
    return new StageModel(graphs, List.copyOf(weights.values()), embedding(spec, source));
  }

  /** Where the stage begins with tokens. */
  private static Map<String, Weight> embedding(StageSpec spec, ModelSource source) {
    return spec.range().first() == 0
        ? Map.of(
            EmbeddingRows.FILE,
            EmbeddingRows.of(spec.model(), spec.precision()).weight(new SourceWeights(source)))
        : Map.of();
  }

  private ModelProto write() {
    Residual h = begin();
    for (int layer = piece.first(); layer < piece.last(); layer++) {
      h = attended(layer, h);
      if (layer == piece.cutAt()) {
        cut(layer, h);
        return GraphWriter.model(graph);
      }
      h = fed(layer, h);
    }
    if (range.last() == model.layers()) {
      asked(h);
    } else {
      graph.node(StageNames.STATES, "", "Add", List.of(h.sum(), h.added()));
      graph.output(StageNames.STATES, ElementType.FLOAT, 1, "T", model.hidden());
    }
    return GraphWriter.model(graph);
  }

  private Residual begin() {
    if (piece.after() >= 0) {
      int layer = piece.after();
      String sum =
          graph.input(StageNames.carried(layer), ElementType.FLOAT, 1, "T", model.hidden());
      return new Residual(sum, mixture.resume(layer));
    }
    return new Residual(hidden(), null);
  }

  /** Ends a piece where rows leave for their experts. */
  private void cut(int layer, Residual h) {
    String x = fedNorm(layer, h);
    mixture.suspend(layer, mixture.route(layer, x));
    graph.output(x, ElementType.FLOAT, 1, "T", model.hidden());
    graph.output(StageNames.carried(layer), ElementType.FLOAT, 1, "T", model.hidden());
  }

  private String hidden() {
    return graph.input(StageNames.HIDDEN, ElementType.FLOAT, 1, "T", model.hidden());
  }

  /**
   * The hidden states on their way: what a block adds is summed together with the norm that
   * follows.
   *
   * @param added what is still to be added, or null
   */
  private record Residual(String sum, String added) {}

  /** The first half of a transformer block: attention, added to h. */
  private Residual attended(int layer, Residual h) {
    String at = "layer." + layer;
    String from = "model.layers." + layer;
    String x = norm(at + ".attention.norm", h, from + ".input_layernorm.weight");
    String sum = summed(at + ".attention.norm", h);
    String attended = attention.attend(layer, queriesKeysValues(at, from, x));
    return new Residual(sum, products.product(graph, attended, output(at, from)));
  }

  /** The second half: the feed-forward network, added to h. */
  private Residual fed(int layer, Residual h) {
    String x = fedNorm(layer, h);
    String added = feedForward(layer, "layer." + layer, "model.layers." + layer, x);
    return new Residual(StageNames.carried(layer), added);
  }

  /** What the feed-forward network takes; names the sum that goes past it. */
  private String fedNorm(int layer, Residual h) {
    String gains = "model.layers." + layer + ".post_attention_layernorm.weight";
    return norm(StageNames.normed(layer), h, gains);
  }

  private String feedForward(int layer, String at, String from, String x) {
    return model.isSparse(layer)
        ? mixture.of(layer, x)
        : feedForward.of(graph, at, from + ".mlp", model.intermediate(), model.mlpBias(), x);
  }

  /** What the head takes: the rows that need logits. */
  private void asked(Residual h) {
    String rows = graph.input(StageNames.ROWS, ElementType.INT64, "R");
    String sum = graph.node("sum", "", "Add", List.of(h.sum(), h.added()));
    String asked = graph.node("asked", "", "Gather", List.of(sum, rows), integer("axis", 1));
    norm(StageNames.STATES, new Residual(asked, null), "model.norm.weight");
    graph.output(StageNames.STATES, ElementType.FLOAT, 1, "R", model.hidden());
  }

  /** x / sqrt(mean(x²) + eps) * gains (RMS norm, 1910.07467), of the sum where one is pending. */
  private String norm(String name, Residual h, String gains) {
    String weight = graph.weight(source.vector(gains, model.hidden()));
    if (h.added() == null) {
      return rms(name, h.sum(), weight);
    }
    graph.nodes(
        name,
        MICROSOFT,
        "SkipSimplifiedLayerNormalization",
        List.of(h.sum(), h.added(), weight),
        List.of(name, "", "", summed(name, h)),
        real("epsilon", model.normEpsilon()));
    return name;
  }

  /** What the norm of this name normed. */
  private static String summed(String name, Residual h) {
    return h.added() == null ? h.sum() : name + ".sum";
  }

  private String rms(String name, String x, String gains) {
    return graph.node(
        name,
        "",
        "SimplifiedLayerNormalization",
        List.of(x, gains),
        integer("axis", -1),
        real("epsilon", model.normEpsilon()));
  }

  /** q or k with an RMS norm over each head (Qwen3) or over the whole projection (OLMoE). */
  private String normed(String name, String x, String from, String which, int heads) {
    String y = projection(name, x, from, which, heads);
    String gains = from + ".self_attn." + which + "_norm.weight";
    int width = heads * model.headDim();
    if (model.qkNorm() == QkNorm.WHOLE) {
      return rms(name + ".norm", y, graph.weight(source.vector(gains, width)));
    }
    String split = graph.constant("heads." + heads, 1, -1, heads, model.headDim());
    String joined = graph.constant("joined." + heads, 1, -1, width);
    String perHead = graph.node(name + ".heads", "", "Reshape", List.of(y, split));
    String norm = rms(name + ".norm", perHead, graph.weight(source.vector(gains, model.headDim())));
    return graph.node(name + ".joined", "", "Reshape", List.of(norm, joined));
  }

  private String projection(String name, String x, String from, String which, int heads) {
    String tensor = from + ".self_attn." + which + "_proj";
    return products.product(
        graph,
        x,
        new Linear(
            name,
            List.of(tensor + ".weight"),
            model.attentionBias() ? List.of(tensor + ".bias") : List.of(),
            model.hidden(),
            new int[] {heads * model.headDim()},
            null));
  }

  /** q, k and v as one value, or apart where q and k have norms. */
  private List<Piece> queriesKeysValues(String at, String from, String x) {
    int q = model.heads();
    int kv = model.kvHeads();
    if (model.qkNorm() == QkNorm.NONE) {
      return List.of(new Piece(products.product(graph, x, qkv(at, from)), q + 2 * kv));
    }
    return List.of(
        new Piece(normed(at + ".q", x, from, "q", q), q),
        new Piece(normed(at + ".k", x, from, "k", kv), kv),
        new Piece(projection(at + ".v", x, from, "v", kv), kv));
  }

  private Linear qkv(String at, String from) {
    List<String> weights = new ArrayList<>();
    List<String> biases = new ArrayList<>();
    for (String which : List.of("q", "k", "v")) {
      weights.add(from + ".self_attn." + which + "_proj.weight");
      if (model.attentionBias()) {
        biases.add(from + ".self_attn." + which + "_proj.bias");
      }
    }
    int kv = model.kvHeads() * model.headDim();
    int[] parts = {model.heads() * model.headDim(), kv, kv};
    return new Linear(at + ".qkv", weights, biases, model.hidden(), parts, null);
  }

  private Linear output(String at, String from) {
    String tensor = from + ".self_attn.o_proj";
    return new Linear(
        at + ".o",
        List.of(tensor + ".weight"),
        model.outputBias() ? List.of(tensor + ".bias") : List.of(),
        model.heads() * model.headDim(),
        new int[] {model.hidden()},
        null);
  }
}
