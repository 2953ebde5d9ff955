package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.graph.EmbeddingRows;
import dev.isthmus.engine.prepared.PreparedStage;
import dev.isthmus.engine.source.ModelSource;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingTableTest {

  @TempDir static Path cache;

  private static ModelSource source(String fixture) {
    return FixtureEngine.source(fixture, cache);
  }

  private static PreparedStage prepare(ModelSource source, Precision precision, int first) {
    Architecture model = Families.architecture(source);
    StageRange range = new StageRange(first, model.layers());
    return EngineLoader.prepare(
        source, model, range, precision, EngineOptions.of(cache, 1, 1 << 20).withContext(64));
  }

  private static float[] row(ModelSource source, Precision precision, int token) {
    EmbeddingRows rows = EmbeddingRows.of(Families.architecture(source), precision);
    Path file = prepare(source, precision, 0).directory().resolve(EmbeddingRows.FILE);
    FloatBuffer state = FloatBuffer.allocate(Families.architecture(source).hidden());
    try (EmbeddingTable table = new EmbeddingTable(rows, file)) {
      table.read(token, state);
    }
    assertThat(state.hasRemaining()).isFalse();
    return state.array();
  }

  private static float[] stored(ModelSource source, int token) {
    FloatBuffer row = FloatBuffer.allocate(Families.architecture(source).hidden());
    source.tensor("model.embed_tokens.weight").orElseThrow().readFloats(token, 1, row);
    return row.array();
  }

  @ParameterizedTest
  @CsvSource({"llama-gqa, 0", "llama-tied-bf16, 383", "gguf-mixed, 17"})
  void inFp32ARowIsTheSources(String fixture, int token) {
    try (ModelSource source = source(fixture)) {
      assertThat(row(source, Precision.FP32, token)).isEqualTo(stored(source, token));
    }
  }

  @ParameterizedTest
  @CsvSource({"INT8", "INT4"})
  void elsewhereItIsRoundedByBlocksOf32(Precision precision) {
    try (ModelSource source = source("llama-tied-bf16")) {
      float[] wanted = stored(source, 5);
      for (int block = 0; block < wanted.length; block += 32) {
        float largest = 0;
        for (int i = block; i < block + 32; i++) {
          largest = Math.max(largest, Math.abs(wanted[i]));
        }
        float scale = largest / 127;
        for (int i = block; i < block + 32; i++) {
          wanted[i] = Math.round(wanted[i] / scale) * scale;
        }
      }
      assertThat(row(source, precision, 5)).isEqualTo(wanted);
    }
  }

  @Test
  void aStageThatBeginsWithStatesHasNone() {
    try (ModelSource source = source("llama-gqa")) {
      assertThat(prepare(source, Precision.FP32, 1).directory().resolve(EmbeddingRows.FILE))
          .doesNotExist();
    }
  }
}
