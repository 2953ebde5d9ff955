package dev.isthmus.agent.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.HiddenStates;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of every family over two stages gives the bits that it gives in one engine. */
class EveryFamilyTest {

  private static final int[] TOKENS = Fixture.tokens(70, 2);

  @TempDir static Path cache;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-sharded-f16",
        "llama-tied-bf16",
        "llama3-scaled",
        "qwen2-bias",
        "qwen2-yarn",
        "mixtral-8x2",
        "olmoe-10x2",
        "qwen2-moe-shared",
        "qwen3-moe-16x4"
      })
  void stagesGiveTheBitsOfTheWhole(String name) {
    Fixture fixture = new Fixture(name, Precision.FP32, cache);
    int layers = fixture.layers();
    try (InProcessChain chain =
        new InProcessChain(fixture, HiddenStates.STATES_FP32, 0, 1, layers)) {
      Sequence sequence = chain.begin(TOKENS.length);
      Window window = Window.of(sequence, TOKENS, TOKENS.length);
      assertThat(chain.send(List.of(window)).get(0).values()).isEqualTo(whole(fixture, layers));
    }
  }

  private static float[] whole(Fixture fixture, int layers) {
    try (StepEngine engine = fixture.stage(0, layers)) {
      Sequence sequence = ((Admission.Admitted) engine.admit(TOKENS, TOKENS.length)).sequence();
      StepResult result = engine.step(List.of(Window.of(sequence, TOKENS, TOKENS.length))).get(0);
      float[] values = new float[result.rows() * result.width()];
      result.values().get(0, values);
      return values;
    }
  }
}
