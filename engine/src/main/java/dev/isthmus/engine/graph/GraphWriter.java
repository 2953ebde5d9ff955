package dev.isthmus.engine.graph;

import com.google.protobuf.ByteString;
import dev.isthmus.engine.onnx.AttributeProto;
import dev.isthmus.engine.onnx.GraphProto;
import dev.isthmus.engine.onnx.ModelProto;
import dev.isthmus.engine.onnx.NodeProto;
import dev.isthmus.engine.onnx.OperatorSetIdProto;
import dev.isthmus.engine.onnx.TensorProto;
import dev.isthmus.engine.onnx.TensorShapeProto;
import dev.isthmus.engine.onnx.TypeProto;
import dev.isthmus.engine.onnx.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Writes one ONNX graph node by node, in the order in which it computes. */
final class GraphWriter {

  static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 10;
  private static final int OPSET = 21;

  private final GraphProto.Builder graph;
  private final List<Weight> weights;
  private final Set<String> known = new HashSet<>();

  GraphWriter(String name) {
    this(name, new ArrayList<>());
  }

  private GraphWriter(String name, List<Weight> weights) {
    this.graph = GraphProto.newBuilder().setName(name);
    this.weights = weights;
  }

  /** A branch: it sees every value of this graph; its weights are this graph's. */
  GraphWriter branch(String name) {
    return new GraphWriter(name, weights);
  }

  /** Appends a node with one output, which is called like the node. */
  String node(
      String name, String domain, String type, List<String> inputs, AttributeProto... attributes) {
    return nodes(name, domain, type, inputs, List.of(name), attributes).get(0);
  }

  /** Appends a node with the outputs of these names. */
  List<String> nodes(
      String name,
      String domain,
      String type,
      List<String> inputs,
      List<String> outputs,
      AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setDomain(domain)
            .setOpType(type)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
    return outputs;
  }

  /**
   * @param dims a number or a name per dimension
   */
  String input(String name, ElementType type, Object... dims) {
    graph.addInput(value(name, type, dims));
    return name;
  }

  String output(String name, ElementType type, Object... dims) {
    graph.addOutput(value(name, type, dims));
    return name;
  }

  /** An output of a branch; its shape is what it turns out to be. */
  void result(String name, ElementType type) {
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.code()))));
  }

  /** Refers to a weight of the prepared file; the same name twice is one weight. */
  String weight(Weight weight) {
    if (known.add(weight.name())) {
      weights.add(weight);
    }
    return weight.name();
  }

  /** A small constant inside the graph itself, [values]. */
  String constant(String name, long... values) {
    if (known.add(name)) {
      ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      raw.asLongBuffer().put(values);
      graph.addInitializer(
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(ElementType.INT64.code())
              .setRawData(ByteString.copyFrom(raw))
              .addDims(values.length));
    }
    return name;
  }

  /** Appends a node that gives a float constant without elements. */
  void empty(String name, long... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(ElementType.FLOAT.code());
    LongStream.of(shape).forEach(tensor::addDims);
    node(
        name,
        "",
        "Constant",
        List.of(),
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.Type.TENSOR)
            .setT(tensor.setName(name).setRawData(ByteString.EMPTY))
            .build());
  }

  List<Weight> weights() {
    return weights;
  }

  /** The finished graph as a file's content, but for its weights. */
  static ModelProto model(GraphWriter writer) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("isthmus")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
        .setGraph(writer.graph)
        .build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.Type.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.Type.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto graph(String name, GraphWriter branch) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.Type.GRAPH)
        .setG(branch.graph)
        .build();
  }

  private static ValueInfoProto value(String name, ElementType type, Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      if (dim instanceof String symbol) {
        dimension.setDimParam(symbol);
      } else {
        dimension.setDimValue(((Number) dim).longValue());
      }
      shape.addDim(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(shape)))
        .build();
  }
}
