package dev.isthmus.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.demo.DemoModel;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Logprobs;
import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.engine.sample.TokenChooser;
import dev.isthmus.engine.sample.TokenLogprobs;
import dev.isthmus.engine.source.ModelSource;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's draft over the target's embedding, against its own reference outputs. */
class ComposedDraftIT {

  private static ModelSource source;
  private static StepEngine engine;

  @BeforeAll
  static void load() {
    source = DemoModel.draft();
    EngineOptions options = EngineOptions.of(DemoModel.CACHE, 1, 256 << 20);
    engine =
        EngineLoader.load(
            source, Families.architecture(source), new StageRange(0, 4), Precision.FP32, options);
  }

  @AfterAll
  static void close() {
    engine.close();
    source.close();
  }

  @Test
  void itsHeadScoresAPartOfTheVocabulary() {
    assertThat(engine.info().headIds()).hasSize(16_384);
    assertThat(engine.info().architecture().vocabulary()).isEqualTo(49_152);
  }

  @Test
  void itDecodesAsItsReference() throws IOException {
    for (Golden.Case reference : GoldenFile.read(DemoModel.DRAFT.resolve("golden.json")).cases()) {
      GreedyRun run = GreedyRun.of(List.of(engine), source.headIds(), reference.promptIds(), 16);
      assertThat(run.ids()).isEqualTo(reference.greedyIds());
    }
  }

  @Test
  void itsBestFiveAreTheReferencesWithTheirLogits() throws IOException {
    for (JsonNode node : cases("../models/smollm2-draft/golden.json")) {
      int[] prompt = ints(node.get("prompt_ids"));
      float[] logits = GreedyRun.of(List.of(engine), source.headIds(), prompt, 1).lastLogits();
      TokenLogprobs best =
          new Logprobs().of(FloatBuffer.wrap(logits), 0, logits.length, source.headIds(), 0, 5);
      for (int rank = 0; rank < 5; rank++) {
        JsonNode expected = node.get("top5_first").get(rank);
        int id = expected.get(0).asInt();
        assertThat(best.alternatives()[rank]).isEqualTo(id);
        assertThat(logits[Arrays.binarySearch(source.headIds(), id)])
            .isCloseTo((float) expected.get(1).asDouble(), within(3e-3f));
      }
    }
  }

  @Test
  void alongTheTargetsAnswersItsChoicesAreTheReferences() throws IOException {
    JsonNode drafts = cases("../models/smollm2-draft/golden.json");
    JsonNode targets = cases("src/test/resources/fixtures/smollm2/golden.json");
    for (int i = 0; i < drafts.size(); i++) {
      int[] prompt = ints(targets.get(i).get("prompt_ids"));
      int[] answer = ints(targets.get(i).get("greedy_ids"));
      assertThat(along(prompt, answer)).isEqualTo(ints(drafts.get(i).get("along_target")));
    }
  }

  private static int[] along(int[] prompt, int[] answer) {
    int[] log = Arrays.copyOf(prompt, prompt.length + answer.length - 1);
    System.arraycopy(answer, 0, log, prompt.length, answer.length - 1);
    try (Sequence sequence = ((Admission.Admitted) engine.admit(log, log.length + 1)).sequence()) {
      sequence.truncate(0);
      StepResult result = engine.step(List.of(Window.of(sequence, log, answer.length))).get(0);
      TokenChooser chooser = new GumbelChooser();
      int[] chosen = new int[answer.length];
      for (int row = 0; row < answer.length; row++) {
        chosen[row] =
            chooser.choose(
                result.values(), row, result.width(), source.headIds(), Sampling.GREEDY, row);
      }
      return chosen;
    }
  }

  private static JsonNode cases(String file) throws IOException {
    return new ObjectMapper().readTree(new File(file)).get("cases");
  }

  private static int[] ints(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asInt();
    }
    return values;
  }
}
