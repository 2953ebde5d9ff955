package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row's logits are the same bits however it was scored. */
class SameBitsTest {

  private static final long KV = 64 << 20;

  @TempDir static Path cache;

  @ParameterizedTest
  @CsvSource({
    "llama-gqa, FP32",
    "llama-gqa, INT8",
    "llama-gqa, INT4",
    "gguf-mixed, INT4",
    "mistral-window-24, INT8",
    "qwen3-qknorm, INT8",
    "mixtral-8x2, FP32",
    "qwen3-moe-mixed, INT8",
    "gguf-qwen2-moe, INT4",
    "qwen3-moe-16x4, FP32"
  })
  void windowsOfEveryLengthGiveTheSameBits(String fixture, Precision precision) {
    int[] tokens = FixtureEngine.tokens(300, 1);
    try (FixtureEngine engine = new FixtureEngine(fixture, precision, cache, KV)) {
      float[][] whole = engine.rows(tokens, 300);
      for (int[] windows :
          new int[][] {{1}, {2}, {3}, {8}, {33}, {129}, {32, 33, 1}, {5, 1, 2, 9, 17}}) {
        assertThat(engine.rows(tokens, windows)).as(Arrays.toString(windows)).isDeepEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama-gqa, FP32",
    "llama-gqa, INT8",
    "gguf-mixed, INT4",
    "mixtral-8x2, INT8",
    "qwen2-moe-shared, FP32",
    "olmoe-10x2, FP32",
    "qwen3-moe-16x4, INT8"
  })
  void companionsDoNotChangeTheBits(String fixture, Precision precision) {
    try (FixtureEngine engine = new FixtureEngine(fixture, precision, cache, KV)) {
      int[] tokens = FixtureEngine.tokens(60, 0);
      float[][] alone = engine.rows(tokens, 60);
      for (int sessions : new int[] {2, 3, 4, 5, 8}) {
        assertThat(inCompany(engine, sessions)).as("%d sessions", sessions).isDeepEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32", "INT8"})
  void oneThreadAndTwoGiveTheSameBits(Precision precision) {
    int[] tokens = FixtureEngine.tokens(140, 2);
    EngineOptions options = EngineOptions.of(cache, 2, KV).withContext(640);
    try (FixtureEngine one = new FixtureEngine("llama-gqa", precision, cache, KV);
        FixtureEngine two = new FixtureEngine("llama-gqa", precision, options)) {
      assertThat(two.rows(tokens, 33)).isDeepEqualTo(one.rows(tokens, 140));
      assertThat(two.engine().info().numericsClass())
          .isEqualTo(one.engine().info().numericsClass());
    }
  }

  /** Session 0's rows, each step with other windows beside it. */
  private static float[][] inCompany(FixtureEngine engine, int sessions) {
    int[] lengths = {1, 2, 3, 1, 8};
    float[][] rows = new float[60][];
    List<Sequence> sequences = new ArrayList<>();
    for (int s = 0; s < sessions; s++) {
      sequences.add(engine.begin(FixtureEngine.tokens(300, s), 300));
    }
    for (int step = 0, at = 0; at < rows.length; step++) {
      List<Window> windows = new ArrayList<>();
      for (int s = 0; s < sessions; s++) {
        int from = sequences.get(s).length();
        int count = lengths[(step + s) % lengths.length];
        count = s == 0 ? Math.min(count, rows.length - at) : count;
        int[] ids = Arrays.copyOfRange(FixtureEngine.tokens(300, s), from, from + count);
        windows.add(Window.of(sequences.get(s), ids, count));
      }
      FixtureEngine.copy(engine.engine().step(windows).get(0), rows, at);
      at += windows.get(0).rows();
    }
    sequences.forEach(Sequence::close);
    return rows;
  }
}
