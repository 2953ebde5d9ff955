package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a last stage's graphs. */
class HeadTest {

  private static final int TOKENS = 24;

  @TempDir static Path cache;

  private static FixtureEngine engine(String fixture, boolean loneCopy) {
    EngineOptions options =
        EngineOptions.of(cache, 1, 1 << 22).withContext(64).withLoneCopy(loneCopy);
    return new FixtureEngine(fixture, Precision.FP32, options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-gqa", "llama-tied-bf16"})
  void itsWeightsAreInMemoryOnce(String fixture) {
    try (FixtureEngine one = engine(fixture, false);
        FixtureEngine two = engine(fixture, true)) {
      EngineInfo info = one.engine().info();
      long head =
          (long) info.architecture().vocabulary() * info.architecture().hidden() * Float.BYTES;
      assertThat(two.engine().info().weightBytes()).isEqualTo(2 * info.weightBytes() - head);
    }
  }

  @Test
  void aPrefillThatAsksForNoLogitsChangesNoneOfThoseThatFollow() {
    int[] tokens = FixtureEngine.tokens(TOKENS, 5);
    try (FixtureEngine fixture = engine("llama-gqa", true);
        Sequence sequence = fixture.begin(tokens, TOKENS)) {
      float[][] all = fixture.rows(tokens, TOKENS);

      int[] prompt = Arrays.copyOf(tokens, TOKENS - 1);
      StepResult none = fixture.engine().step(List.of(Window.of(sequence, prompt, 0))).get(0);
      assertThat(none.rows()).isZero();

      float[][] last = new float[1][];
      int[] token = {tokens[TOKENS - 1]};
      FixtureEngine.copy(
          fixture.engine().step(List.of(Window.of(sequence, token, 1))).get(0), last, 0);
      assertThat(last[0]).isEqualTo(all[TOKENS - 1]);
    }
  }
}
