package dev.isthmus.engine.graph;

import static dev.isthmus.engine.graph.GraphWriter.MICROSOFT;
import static dev.isthmus.engine.graph.GraphWriter.integer;

import dev.isthmus.engine.onnx.AttributeProto;
import dev.isthmus.engine.quantize.Grid;
import dev.isthmus.engine.quantize.PackedRow;
import dev.isthmus.engine.quantize.RowCodes;
import dev.isthmus.engine.source.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Weights as 4- or 8-bit integers by blocks of 32, multiplied as integers with activations rounded
 * to 8 bits by blocks of 32: a row's result depends on that row alone.
 */
final class BlockProducts implements Products {

  private static final long INTEGER_ACTIVATIONS = 4;

  private final SourceWeights source;
  private final int fewestBits;
  private final Map<String, String> corrected = new HashMap<>();

  /**
   * @param fewestBits 4 to keep 4-bit tensors on their file's grid, 8 to keep all in 8 bits
   */
  BlockProducts(SourceWeights source, int fewestBits) {
    this.source = source;
    this.fewestBits = fewestBits;
  }

  @Override
  public String product(GraphWriter graph, String x, Linear linear) {
    List<Tensor> parts = source.parts(linear);
    List<Grid> grids = parts.stream().map(t -> Grid.of(t.type(), fewestBits)).toList();
    if (grids.stream().map(Grid::bits).distinct().count() == 1) {
      return multiply(graph, x, linear, parts, grids);
    }
    List<String> apart = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Linear part = linear.part(i);
      apart.add(multiply(graph, x, part, List.of(parts.get(i)), List.of(grids.get(i))));
    }
    return graph.node(linear.name(), "", "Concat", apart, integer("axis", 2));
  }

  private String multiply(
      GraphWriter graph, String x, Linear linear, List<Tensor> parts, List<Grid> grids) {
    int bits = grids.get(0).bits();
    boolean correct = bits == 4 && grids.stream().anyMatch(g -> !g.centred());
    BlockWeights weights = new BlockWeights(linear, parts, grids, correct);
    List<String> inputs = new ArrayList<>();
    inputs.add(correct ? withMeans(graph, x) : x);
    inputs.add(graph.weight(weights.codes()));
    inputs.add(graph.weight(weights.scales()));
    boolean biased = !linear.biases().isEmpty();
    if (correct || biased) {
      inputs.add(correct ? graph.weight(weights.zeros()) : "");
    }
    if (biased) {
      inputs.add("");
      inputs.add(graph.weight(source.bias(linear)));
    }
    AttributeProto[] attributes = {
      integer("K", PackedRow.columns(linear.in(), correct)),
      integer("N", linear.out()),
      integer("bits", bits),
      integer("block_size", RowCodes.BLOCK),
      integer("accuracy_level", INTEGER_ACTIVATIONS)
    };
    return graph.node(linear.name(), MICROSOFT, "MatMulNBits", inputs, attributes);
  }

  /** x and after it the mean of each of its blocks, which meet the offsets (see PackedRow). */
  private String withMeans(GraphWriter graph, String x) {
    return corrected.computeIfAbsent(
        x,
        value -> {
          String means =
              graph.node(
                  value + ".means",
                  "",
                  "AveragePool",
                  List.of(value),
                  ints("kernel_shape", RowCodes.BLOCK),
                  ints("strides", RowCodes.BLOCK));
          return graph.node(
              value + ".with.means", "", "Concat", List.of(value, means), integer("axis", 2));
        });
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.Type.INTS);
    IntStream.range(0, values.length).forEach(i -> attribute.addInts(values[i]));
    return attribute.build();
  }
}
