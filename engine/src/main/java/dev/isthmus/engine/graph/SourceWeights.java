package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.RequiredTensor;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** The source's tensors as float32 weights, checked for shape, read a few rows at a time. */
public final class SourceWeights {

  private static final int PIECE = 1 << 18;

  private final ModelSource source;

  public SourceWeights(ModelSource source) {
    this.source = source;
  }

  /** A tensor that must be there with this shape. */
  public Tensor tensor(String name, long... shape) {
    return RequiredTensor.of(source, name, "", shape);
  }

  /** A vector, e.g. a norm's gains. */
  Weight vector(String name, int size) {
    Tensor tensor = tensor(name, size);
    return new Weight(
        name, ElementType.FLOAT, new long[] {size}, sink -> copy(tensor, 0, 1, size, sink));
  }

  /** The matrix of a product, [out, in], its tensors one after another. */
  Weight matrix(Linear linear) {
    List<Tensor> parts = parts(linear);
    return new Weight(
        linear.weights().size() == 1 && linear.rows() == null
            ? linear.weights().get(0)
            : linear.name() + ".weight",
        ElementType.FLOAT,
        new long[] {linear.out(), linear.in()},
        sink -> {
          for (Tensor part : parts) {
            if (linear.rows() != null) {
              for (int row : linear.rows()) {
                copy(part, row, 1, linear.in(), sink);
              }
            } else {
              copy(part, 0, Math.toIntExact(part.shape()[0]), linear.in(), sink);
            }
          }
        });
  }

  /** The biases of a product, [out], one after another. */
  Weight bias(Linear linear) {
    List<Tensor> parts =
        IntStream.range(0, linear.biases().size())
            .mapToObj(i -> tensor(linear.biases().get(i), linear.parts()[i]))
            .toList();
    return new Weight(
        linear.name() + ".bias",
        ElementType.FLOAT,
        new long[] {linear.out()},
        sink -> {
          for (Tensor part : parts) {
            copy(part, 0, 1, Math.toIntExact(part.shape()[0]), sink);
          }
        });
  }

  /** The tensors of a product, checked. */
  List<Tensor> parts(Linear linear) {
    return IntStream.range(0, linear.weights().size())
        .mapToObj(i -> tensor(linear.weights().get(i), linear.parts()[i], linear.in()))
        .toList();
  }

  private static void copy(Tensor tensor, int first, int rows, int width, WeightSink sink)
      throws IOException {
    boolean vector = tensor.shape().length == 1;
    int step = vector ? 1 : Math.max(1, PIECE / width);
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * (vector ? width : Math.min(step, rows) * width))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < rows; done += step) {
      int count = Math.min(step, rows - done);
      FloatBuffer floats = bytes.clear().asFloatBuffer();
      tensor.readFloats(first + done, vector ? width : count, floats);
      sink.write(bytes.limit(4 * count * width));
    }
  }
}
