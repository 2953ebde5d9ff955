package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixtureLogitsTest {

  @TempDir static Path cache;

  @ParameterizedTest
  @ValueSource(strings = {"llama-gqa", "qwen2-bias", "qwen3-qknorm", "mistral-window-24"})
  void aFixturesLogitsAndGreedyIdsAreTransformers(String name) throws Exception {
    FixtureModel model = new FixtureModel(name);
    var arch = model.architecture();
    JsonNode golden = FixtureModel.JSON.readTree(model.dir.resolve("golden.json").toFile());
    try (StepEngine engine =
        EngineLoader.load(
            model,
            arch,
            new StageRange(0, arch.layers()),
            Precision.FP32,
            EngineOptions.of(cache, 1, 64 << 20))) {
      for (JsonNode c : golden.get("cases")) {
        int[] prompt = FixtureModel.JSON.convertValue(c.get("input_ids"), int[].class);
        float[] want = FixtureModel.JSON.convertValue(c.get("logits_last"), float[].class);
        int[] greedy = FixtureModel.JSON.convertValue(c.get("greedy_ids"), int[].class);
        Admission.Admitted a =
            (Admission.Admitted) engine.admit(prompt, prompt.length + greedy.length);
        try (Sequence s = a.sequence()) {
          s.truncate(0);
          int[] next = prompt;
          for (int i = 0; i < greedy.length; i++) {
            if (next.length > 512) {
              engine.step(List.of(Window.of(s, java.util.Arrays.copyOf(next, 512), 0)));
              next = java.util.Arrays.copyOfRange(next, 512, next.length);
            }
            StepResult r = engine.step(List.of(Window.of(s, next, 1))).get(0);
            float most = 0;
            int best = 0;
            for (int v = 0; v < r.width(); v++) {
              if (i == 0) {
                most = Math.max(most, Math.abs(r.values().get(v) - want[v]));
              }
              if (r.values().get(v) > r.values().get(best)) {
                best = v;
              }
            }
            if (i == 0) {
              float scale = 0;
              for (float w : want) {
                scale = Math.max(scale, Math.abs(w));
              }
              assertThat(most).isLessThan(1e-4f * scale);
            }
            assertThat(best).isEqualTo(greedy[i]);
            next = new int[] {best};
          }
        }
      }
    }
  }
}
