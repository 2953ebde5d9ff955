package dev.isthmus.engine.prepared;

import dev.isthmus.engine.graph.StageModel;
import dev.isthmus.engine.graph.Weight;
import dev.isthmus.engine.onnx.AttributeProto;
import dev.isthmus.engine.onnx.GraphProto;
import dev.isthmus.engine.onnx.ModelProto;
import dev.isthmus.engine.onnx.NodeProto;
import dev.isthmus.engine.onnx.StringStringEntryProto;
import dev.isthmus.engine.onnx.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes a stage's weights one after another, and its graph with the place of each. */
final class StageFiles {

  /** Weights begin at cache lines. */
  private static final int ALIGNMENT = 64;

  private StageFiles() {}

  static void write(Path directory, StageModel stage, PrepareListener listener) throws IOException {
    Progress progress = new Progress(stage, listener);
    List<TensorProto> initializers = weights(directory, stage, progress);
    for (String name : stage.files().keySet()) {
      try (FileChannel file = create(directory.resolve(name))) {
        append(file, stage.files().get(name));
        file.force(true);
      }
      progress.wrote(stage.files().get(name));
    }
    for (String name : stage.graphs().keySet()) {
      ModelProto.Builder model = stage.graphs().get(name).toBuilder();
      Set<String> used = used(model.getGraph());
      initializers.stream()
          .filter(initializer -> used.contains(initializer.getName()))
          .forEach(model.getGraphBuilder()::addInitializer);
      Path file = directory.resolve(name);
      Files.write(file, model.build().toByteArray());
      force(file);
    }
  }

  /** Names that a graph's nodes read, those of its branches included. */
  private static Set<String> used(GraphProto graph) {
    Set<String> names = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      names.addAll(node.getInputList());
      node.getAttributeList().stream()
          .filter(AttributeProto::hasG)
          .forEach(branch -> names.addAll(used(branch.getG())));
    }
    return names;
  }

  private static List<TensorProto> weights(Path directory, StageModel stage, Progress progress)
      throws IOException {
    List<TensorProto> initializers = new ArrayList<>();
    try (FileChannel file = create(directory.resolve(PreparedCache.WEIGHTS))) {
      for (Weight weight : stage.weights()) {
        initializers.add(external(weight, append(file, weight)));
        progress.wrote(weight);
      }
      file.force(true);
    }
    return initializers;
  }

  /** How much of a stage is written. */
  private static final class Progress {

    private final PrepareListener listener;
    private final long total;
    private long done;

    Progress(StageModel stage, PrepareListener listener) {
      this.listener = listener;
      this.total =
          Stream.concat(stage.weights().stream(), stage.files().values().stream())
              .mapToLong(Weight::bytes)
              .sum();
    }

    void wrote(Weight weight) {
      done += weight.bytes();
      listener.progress(done, total);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Makes a file or a directory's entries durable. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static long append(FileChannel file, Weight weight) throws IOException {
    long offset = (file.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    file.position(offset);
    weight.data().writeTo(bytes -> writeAll(file, bytes));
    if (file.position() - offset != weight.bytes()) {
      throw new IllegalStateException(
          weight.name() + ": wrote " + (file.position() - offset) + " of " + weight.bytes());
    }
    return offset;
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static TensorProto external(Weight weight, long offset) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(weight.name())
            .setDataType(weight.type().code())
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", PreparedCache.WEIGHTS))
            .addExternalData(entry("offset", Long.toString(offset)))
            .addExternalData(entry("length", Long.toString(weight.bytes())));
    for (long dimension : weight.shape()) {
      tensor.addDims(dimension);
    }
    return tensor.build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
