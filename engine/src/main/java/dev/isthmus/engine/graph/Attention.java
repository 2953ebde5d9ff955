package dev.isthmus.engine.graph;

import static dev.isthmus.engine.graph.GraphWriter.MICROSOFT;
import static dev.isthmus.engine.graph.GraphWriter.integer;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.onnx.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Grouped-query attention (2305.13245) with rotation inside, once per slot. Keys and values lie in
 * buffers that are input and output at once, so a step appends to them in place.
 *
 * <p>Written for several numbers of slots, as branches of one graph: the smallest that holds a
 * step's sessions runs, and what is left of its slots attends one row of zeros.
 */
final class Attention {

  /**
   * q, k and v together or one of them.
   *
   * @param value [1, T, heads * headDim]
   */
  record Piece(String value, int heads) {}

  private final GraphWriter graph;
  private final Architecture model;
  private final List<Integer> buckets;
  private final HeadWidth width;

  /**
   * @param buckets numbers of slots that there are branches for, ascending
   */
  Attention(GraphWriter graph, Architecture model, List<Integer> buckets) {
    this.graph = graph;
    this.model = model;
    this.buckets = buckets;
    this.width = HeadWidth.of(model);
  }

  /** Declares what all layers share: lengths of the slots, the rotation's tables, idle slots. */
  void inputs(int positions) {
    graph.weight(RotaryTables.table(model, RotaryTables.COS, positions));
    graph.weight(RotaryTables.table(model, RotaryTables.SIN, positions));
    for (int slot = 0; slot < most(); slot++) {
      graph.input(StageNames.last(slot), ElementType.INT32, 1);
      graph.input(StageNames.total(slot), ElementType.INT32);
    }
    for (int bucket : buckets.subList(0, buckets.size() - 1)) {
      graph.input(StageNames.fits(bucket), ElementType.BOOL);
    }
    for (int bucket : buckets) {
      if (bucket > 1) {
        graph.input(StageNames.cuts(bucket), ElementType.INT64, bucket);
      }
    }
    graph.input(StageNames.PACK, ElementType.INT64, "P");
    graph.input(StageNames.UNPACK, ElementType.INT64, "T");
  }

  /**
   * @param given q, k and v as one piece of heads + 2 kvHeads, or as three
   * @return [1, T, heads * headDim]
   */
  String attend(int layer, List<Piece> given) {
    String at = "layer." + layer + ".attention";
    List<String> presents = new ArrayList<>();
    for (int slot = 0; slot < most(); slot++) {
      presents.add(StageNames.presentKey(layer, slot));
      presents.add(StageNames.presentValue(layer, slot));
      declare(layer, slot);
    }
    List<Piece> qkv = given.stream().map(this::pack).toList();
    branch(graph, 0, at, layer, qkv, "", presents);
    String unpacked =
        graph.node(
            at + ".unpacked", "", "Gather", List.of(at, StageNames.UNPACK), integer("axis", 1));
    return width.narrow(graph, unpacked, model.heads());
  }

  private Piece pack(Piece piece) {
    String wide = width.widen(graph, piece.value(), piece.heads());
    String packed =
        graph.node(
            piece.value() + ".packed",
            "",
            "Gather",
            List.of(wide, StageNames.PACK),
            integer("axis", 1));
    return new Piece(packed, piece.heads());
  }

  private int most() {
    return buckets.get(buckets.size() - 1);
  }

  private void declare(int layer, int slot) {
    Object[] shape = {1, model.kvHeads(), "capacity." + slot, width.padded()};
    for (String past :
        List.of(StageNames.pastKey(layer, slot), StageNames.pastValue(layer, slot))) {
      graph.input(past, ElementType.FLOAT, shape);
    }
    graph.output(StageNames.presentKey(layer, slot), ElementType.FLOAT, shape);
    graph.output(StageNames.presentValue(layer, slot), ElementType.FLOAT, shape);
  }

  /** Bucket i where the step fits it, else the next larger one. */
  private void branch(
      GraphWriter into,
      int i,
      String at,
      int layer,
      List<Piece> qkv,
      String prefix,
      List<String> presents) {
    int bucket = buckets.get(i);
    if (i == buckets.size() - 1) {
      bucket(into, bucket, at, layer, qkv, prefix);
      return;
    }
    String yes = "b" + bucket + ".";
    String no = "over" + bucket + ".";
    GraphWriter then = into.branch(at + " for " + bucket);
    bucket(then, bucket, at, layer, qkv, yes);
    for (String present : presents.subList(2 * bucket, presents.size())) {
      then.empty(yes + present, 1, model.kvHeads(), 0, width.padded());
    }
    GraphWriter otherwise = into.branch(at + " for more than " + bucket);
    branch(otherwise, i + 1, at, layer, qkv, no, presents);
    List<String> outputs = new ArrayList<>();
    outputs.add(at);
    outputs.addAll(presents);
    for (String output : outputs) {
      then.result(yes + output, ElementType.FLOAT);
      otherwise.result(no + output, ElementType.FLOAT);
    }
    into.nodes(
        prefix + at,
        "",
        "If",
        List.of(StageNames.fits(bucket)),
        outputs.stream().map(output -> prefix + output).toList(),
        GraphWriter.graph("then_branch", then),
        GraphWriter.graph("else_branch", otherwise));
  }

  /** Attention over a fixed number of slots. */
  private void bucket(
      GraphWriter into, int bucket, String at, int layer, List<Piece> qkv, String prefix) {
    if (bucket == 1) {
      slot(into, prefix + at, layer, 0, qkv.stream().map(Piece::value).toList(), prefix);
      return;
    }
    List<List<String>> pieces = new ArrayList<>();
    for (Piece piece : qkv) {
      String name = prefix + piece.value();
      pieces.add(
          into.nodes(
              name + ".cut",
              "",
              "Split",
              List.of(piece.value(), StageNames.cuts(bucket)),
              IntStream.range(0, bucket).mapToObj(s -> name + ".slot." + s).toList(),
              integer("axis", 1)));
    }
    List<String> attended = new ArrayList<>();
    for (int slot = 0; slot < bucket; slot++) {
      int s = slot;
      List<String> mine = pieces.stream().map(p -> p.get(s)).toList();
      attended.add(slot(into, prefix + at + "." + slot, layer, slot, mine, prefix));
    }
    into.node(prefix + at, "", "Concat", attended, integer("axis", 1));
  }

  private String slot(
      GraphWriter into, String name, int layer, int slot, List<String> qkv, String prefix) {
    List<String> inputs = new ArrayList<>(qkv);
    while (inputs.size() < 3) {
      inputs.add("");
    }
    inputs.addAll(
        List.of(
            StageNames.pastKey(layer, slot),
            StageNames.pastValue(layer, slot),
            StageNames.last(slot),
            StageNames.total(slot),
            RotaryTables.COS,
            RotaryTables.SIN));
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                integer("num_heads", model.heads()),
                integer("kv_num_heads", model.kvHeads()),
                integer("do_rotary", 1)));
    if (!width.exact()) {
      attributes.add(GraphWriter.real("scale", 1 / Math.sqrt(model.headDim())));
    }
    int window = model.slidingWindow()[layer];
    if (window > 0) {
      attributes.add(integer("local_window_size", window));
    }
    into.nodes(
        name,
        MICROSOFT,
        "GroupQueryAttention",
        inputs,
        List.of(
            name,
            prefix + StageNames.presentKey(layer, slot),
            prefix + StageNames.presentValue(layer, slot)),
        attributes.toArray(AttributeProto[]::new));
    return name;
  }
}
