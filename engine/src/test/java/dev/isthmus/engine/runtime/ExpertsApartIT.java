package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.source.ModelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stage whose experts are elsewhere says what it says with all of them inside. */
class ExpertsApartIT {

  @TempDir static Path cache;

  private static EngineOptions options() {
    return EngineOptions.of(cache, 1, 64 << 20).withContext(400);
  }

  private static ModelSource source(String fixture) {
    return FixtureEngine.source(fixture, cache);
  }

  @ParameterizedTest
  @CsvSource({
    "mixtral-8x2, FP32, 4",
    "olmoe-10x2, FP32, 3",
    "qwen2-moe-shared, FP32, 2",
    "qwen3-moe-16x4, INT8, 2",
    "qwen3-moe-mixed, FP32, 2",
    "gguf-qwen2-moe, INT4, 3",
    "gguf-mixtral-apart, INT4, 2"
  })
  void expertsOverSeveralHomesGiveTheBitsOfAllInOne(
      String fixture, Precision precision, int homes) {
    int[] tokens = FixtureEngine.tokens(140, 3);
    float[][] whole;
    try (FixtureEngine engine = new FixtureEngine(fixture, precision, options())) {
      whole = engine.rows(tokens, 140);
    }
    try (ModelSource source = source(fixture)) {
      Architecture model = Families.architecture(source);
      SortedSet<ExpertId> all = ExpertId.all(model);
      List<ExpertEngine> engines = new ArrayList<>();
      for (int home = 0; home < homes; home++) {
        SortedSet<ExpertId> some = new TreeSet<>();
        for (ExpertId id : all) {
          if ((id.layer() + id.expert()) % homes == home) {
            some.add(id);
          }
        }
        engines.add(ExpertEngine.open(source, model, some, precision, options(), 0));
      }
      StageRange range = new StageRange(0, model.layers());
      ExpertHomes spread = new SpreadHomes(engines);
      try (FixtureEngine apart =
          new FixtureEngine(
              EngineLoader.loadApart(source, model, range, precision, options(), spread))) {
        assertThat(apart.rows(tokens, 140)).isDeepEqualTo(whole);
        assertThat(apart.rows(tokens, 1, 2, 33, 5)).isDeepEqualTo(whole);
      }
      engines.forEach(ExpertEngine::close);
    }
  }

  @Test
  void fourTimesMoreExpertsThanMemoryHoldsGiveTheSameBitsWithinTheLimit() {
    int[] tokens = FixtureEngine.tokens(60, 3);
    float[][] whole;
    try (FixtureEngine engine = new FixtureEngine("qwen3-moe-16x4", Precision.FP32, options())) {
      whole = engine.rows(tokens, 60);
    }
    try (ModelSource source = source("qwen3-moe-16x4")) {
      Architecture model = Families.architecture(source);
      long one = 3L * 48 * 64 * Float.BYTES;
      long limit = 4 * 16 * one / 4;
      try (ExpertEngine experts =
              ExpertEngine.open(
                  source, model, ExpertId.all(model), Precision.FP32, options(), limit);
          FixtureEngine apart =
              new FixtureEngine(
                  EngineLoader.loadApart(
                      source,
                      model,
                      new StageRange(0, model.layers()),
                      Precision.FP32,
                      options(),
                      experts))) {
        assertThat(apart.rows(tokens, 1)).isDeepEqualTo(whole);
        ExpertUse use = experts.use();
        assertThat(use.peakBytes()).isBetween(limit / 2, limit);
        assertThat(use.hits() + use.misses()).isEqualTo(60 * 4 * 4);
        assertThat(use.hits()).isPositive();
        assertThat(use.misses()).isGreaterThanOrEqualTo(1);
      }
    }
  }

  @Test
  void rowsAroundALostExpertAreSaidToBeAndLeaveNothingForOthers() {
    int[] tokens = FixtureEngine.tokens(60, 1);
    try (ModelSource source = source("mixtral-8x2")) {
      Architecture model = Families.architecture(source);
      ExpertEngine all =
          ExpertEngine.open(source, model, ExpertId.all(model), Precision.FP32, options(), 0);
      LossyHomes homes = new LossyHomes(all);
      StageRange range = new StageRange(0, model.layers());
      try (FixtureEngine engine =
          new FixtureEngine(
              EngineLoader.loadApart(source, model, range, Precision.FP32, options(), homes))) {
        float[][] whole = engine.rows(tokens, 60);

        homes.lose(1, 3);
        Sequence around = engine.begin(tokens, 60);
        float[][] rows = new float[60][];
        FixtureEngine.copy(
            engine.engine().step(List.of(Window.of(around, tokens, 60))).get(0), rows, 0);
        assertThat(around.isExact()).isFalse();
        assertThat(rows[0]).isEqualTo(whole[0]);
        assertThat(rows[59]).isNotEqualTo(whole[59]);
        around.truncate(0);
        assertThat(around.isExact()).isTrue();

        engine.engine().step(List.of(Window.of(around, tokens, 60)));
        around.close();
        homes.find();
        assertThat(engine.rows(tokens, 60)).isDeepEqualTo(whole);
      }
      all.close();
    }
  }

  @Test
  void aStepWithoutAnExpertIsUndoneAndMayBeTakenAgain() {
    int[] tokens = FixtureEngine.tokens(20, 1);
    try (ModelSource source = source("qwen3-moe-mixed")) {
      Architecture model = Families.architecture(source);
      ExpertEngine all =
          ExpertEngine.open(source, model, ExpertId.all(model), Precision.FP32, options(), 0);
      boolean[] gone = {false};
      ExpertHomes homes =
          (rows, into) -> {
            if (gone[0] && rows.layer() == 2) {
              throw new ExpertsMissingException(2, rows.experts(), "nobody answers");
            }
            all.compute(rows, into);
          };
      StageRange range = new StageRange(0, model.layers());
      try (FixtureEngine engine =
          new FixtureEngine(
              EngineLoader.loadApart(source, model, range, Precision.FP32, options(), homes))) {
        float[][] whole = engine.rows(tokens, 20);
        Sequence sequence = engine.begin(tokens, 20);
        gone[0] = true;
        assertThatThrownBy(
                () -> engine.engine().step(List.of(Window.of(sequence, tokens, tokens.length))))
            .hasMessageContaining("layer 2: experts [0, 1, 2, 3, 4, 5, 6] are missing");
        assertThat(sequence.length()).isZero();
        gone[0] = false;
        float[][] rows = new float[20][];
        FixtureEngine.copy(
            engine.engine().step(List.of(Window.of(sequence, tokens, 20))).get(0), rows, 0);
        assertThat(rows).isDeepEqualTo(whole);
      }
      all.close();
    }
  }
}
