package dev.isthmus.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.source.Digest;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import dev.isthmus.engine.source.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes, scales and offsets against the values that the file stands for. */
class GridTest {

  @TempDir static Path cache;

  @Test
  void fourAndEightBitTensorsKeepTheirFilesGridAndOthersStayWithinHalfAStep() {
    Digest digest = new RememberedDigest(cache);
    Path file = Path.of("src/test/resources/fixtures/gguf-mixed/model.gguf");
    Set<String> seen = new TreeSet<>();
    try (ModelSource source = ModelSources.open(file, digest, ModelSources.Resolver.NONE)) {
      for (String name : source.tensorNames()) {
        Tensor tensor = source.tensor(name).orElseThrow();
        if (tensor.shape().length == 2) {
          seen.add(tensor.type() + " in " + Grid.of(tensor.type(), 4).bits() + " bits");
          check(tensor);
        }
      }
    }
    assertThat(seen)
        .contains("Q4_0 in 4 bits", "Q4_1 in 4 bits", "Q4_K in 4 bits", "Q8_0 in 8 bits")
        .contains("Q5_0 in 8 bits", "Q6_K in 8 bits");
  }

  private static void check(Tensor tensor) {
    int width = (int) tensor.shape()[1];
    Grid grid = Grid.of(tensor.type(), 4);
    RowCodes row = new RowCodes(width);
    for (int r = 0; r < Math.min(8, tensor.shape()[0]); r++) {
      FloatBuffer floats = FloatBuffer.allocate(width);
      tensor.readFloats(r, 1, floats);
      grid.read(tensor, r, row);
      for (int i = 0; i < width; i++) {
        float scale = row.scale(i / RowCodes.BLOCK);
        float value = scale * row.code(i) + row.offset(i / RowCodes.BLOCK);
        float allowed = grid instanceof RoundedGrid ? 0.51f : 2e-6f * 32;
        assertThat(Math.abs(value - floats.get(i)))
            .as("%s %s row %d column %d", tensor.name(), tensor.type(), r, i)
            .isLessThanOrEqualTo(allowed * Math.abs(scale));
      }
    }
  }
}
