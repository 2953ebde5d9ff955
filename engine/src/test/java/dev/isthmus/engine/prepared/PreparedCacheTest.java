package dev.isthmus.engine.prepared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.graph.ElementType;
import dev.isthmus.engine.graph.StageModel;
import dev.isthmus.engine.graph.Weight;
import dev.isthmus.engine.onnx.GraphProto;
import dev.isthmus.engine.onnx.ModelProto;
import dev.isthmus.engine.onnx.NodeProto;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedCacheTest {

  private static final PreparedKey KEY =
      new PreparedKey("sha256:0011", new StageRange(0, 2), Precision.INT8, 65);

  private static final ModelProto USES_W =
      ModelProto.newBuilder()
          .setGraph(GraphProto.newBuilder().addNode(NodeProto.newBuilder().addInput("w")))
          .build();

  @TempDir Path folder;
  private int made;

  private StageModel stage() {
    made++;
    Weight weight =
        new Weight(
            "w",
            ElementType.UINT8,
            new long[] {3},
            sink -> sink.write(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    return new StageModel(Map.of("stage.onnx", USES_W), List.of(weight));
  }

  private PreparedStage obtain() {
    return new PreparedCache(folder).obtain(KEY, this::stage, PrepareListener.NONE);
  }

  @Test
  void anEntryIsMadeOnce() throws IOException {
    PreparedStage first = obtain();

    assertThat(obtain()).isEqualTo(first);
    assertThat(made).isEqualTo(1);
    assertThat(Files.readAllBytes(first.directory().resolve("weights.bin")))
        .containsExactly(1, 2, 3);
    assertThat(
            ModelProto.parseFrom(Files.readAllBytes(first.graph("stage.onnx")))
                .getGraph()
                .getInitializer(0)
                .getExternalData(0)
                .getValue())
        .isEqualTo("weights.bin");
  }

  @Test
  void aTruncatedEntryIsMadeAgain() throws IOException {
    Path weights = obtain().directory().resolve("weights.bin");
    try (FileChannel file = FileChannel.open(weights, StandardOpenOption.WRITE)) {
      file.truncate(2);
    }

    obtain();

    assertThat(made).isEqualTo(2);
    assertThat(Files.readAllBytes(weights)).containsExactly(1, 2, 3);
  }

  @Test
  void anEntryWithAWrongByteIsMadeAgain() throws IOException {
    Path weights = obtain().directory().resolve("weights.bin");
    Files.write(weights, new byte[] {1, 7, 3});

    obtain();

    assertThat(made).isEqualTo(2);
    assertThat(Files.readAllBytes(weights)).containsExactly(1, 2, 3);
  }

  @Test
  void whatADeadWriterLeftIsThrownAway() throws IOException {
    PreparedCache cache = new PreparedCache(folder);
    Path left = Path.of(cache.directory(KEY) + ".new");
    Files.createDirectories(left);
    Files.write(left.resolve("weights.bin"), new byte[] {9});

    PreparedStage stage = obtain();

    assertThat(left).doesNotExist();
    assertThat(stage.weightBytes()).isEqualTo(3);
  }

  @Test
  void aWriterThatFailsLeavesNoEntry() {
    PreparedCache cache = new PreparedCache(folder);
    Weight broken =
        new Weight(
            "w",
            ElementType.UINT8,
            new long[] {3},
            sink -> {
              throw new IOException("disk full");
            });
    StageModel stage = new StageModel(Map.of("stage.onnx", USES_W), List.of(broken));

    assertThatThrownBy(() -> cache.obtain(KEY, () -> stage, PrepareListener.NONE))
        .hasMessageContaining("disk full");
    assertThat(cache.holds(KEY)).isFalse();
  }
}
