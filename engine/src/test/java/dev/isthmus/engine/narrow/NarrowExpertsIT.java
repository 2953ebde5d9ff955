package dev.isthmus.engine.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.measure.OwnAnswers;
import dev.isthmus.engine.measure.Quality;
import dev.isthmus.engine.measure.QualityProbe;
import dev.isthmus.engine.prepared.PrepareListener;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.FixtureEngine;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.source.ModelSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Experts of a real graph with 4 bits a weight, chosen by what that changes. */
class NarrowExpertsIT {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir static Path cache;

  private static ModelSource source(String fixture) {
    return FixtureEngine.source(fixture, cache);
  }

  private static EngineOptions options() {
    return EngineOptions.of(cache, 1, 64 << 20).withContext(400);
  }

  private static ExpertEffects effects(ModelSource source, Architecture model) {
    return new EffectMeter(source, model, cache, 1, PrepareListener.NONE, CLOCK).measure(1 << 30);
  }

  private static StepEngine load(ModelSource source, Precision precision) {
    Architecture model = Families.architecture(source);
    return EngineLoader.load(
        source, model, new StageRange(0, model.layers()), precision, options());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixtral-8x2", "qwen2-moe-shared", "qwen3-moe-mixed"})
  void expertsApartFromTheirLayersGiveTheBitsOfAllInOne(String fixture) {
    int[] tokens = FixtureEngine.tokens(70, 3);
    try (ModelSource wide = source(fixture)) {
      Architecture model = Families.architecture(wide);
      SortedSet<ExpertId> all = ExpertId.all(model);
      Set<ExpertId> some = new TreeSet<>(all);
      some.removeIf(id -> id.expert() % 2 == 0);
      ModelSource narrow = NarrowedModel.of(wide, some);
      try (FixtureEngine whole = new FixtureEngine(load(narrow, Precision.INT4));
          ExpertEngine experts =
              ExpertEngine.open(narrow, model, all, Precision.INT4, options(), 0);
          FixtureEngine apart =
              new FixtureEngine(
                  EngineLoader.loadApart(
                      narrow,
                      model,
                      new StageRange(0, model.layers()),
                      Precision.INT4,
                      options(),
                      experts))) {
        assertThat(apart.rows(tokens, 1, 33, 5)).isDeepEqualTo(whole.rows(tokens, 70));
      }
    }
  }

  @Test
  void narrowExpertsAreAModelOfTheirOwnAndTakeLessRoom() {
    try (ModelSource wide = source("mixtral-8x2")) {
      Architecture model = Families.architecture(wide);
      SortedSet<ExpertId> all = ExpertId.all(model);
      ModelSource narrow = NarrowedModel.of(wide, all);
      ModelSource one = NarrowedModel.of(wide, Set.of(all.first()));

      assertThat(NarrowedModel.of(wide, Set.of())).isSameAs(wide);
      assertThat(Set.of(wide.digest(), narrow.digest(), one.digest())).hasSize(3);
      assertThat(NarrowedModel.of(wide, Set.of(all.first())).digest()).isEqualTo(one.digest());
      // rows of 64 and 160 weights carry 32 more for their offsets; longer ones one more in 32
      assertThat(bytes(narrow, model, all)).isLessThan(bytes(wide, model, all) * 5 / 6);
    }
  }

  @Test
  void expertsOfAFourBitFileAreNotNarrowedAgain() {
    try (ModelSource source = source("gguf-qwen2-moe")) {
      assertThat(effects(source, Families.architecture(source)).narrow(1)).isEmpty();
    }
  }

  private static long bytes(ModelSource source, Architecture model, SortedSet<ExpertId> experts) {
    return ExpertEngine.prepare(source, model, experts, Precision.INT4, options()).values().stream()
        .mapToLong(prepared -> prepared.weightBytes())
        .sum();
  }

  @Test
  void theHalfOfLeastEffectCostsTheModelLessThanTheOther() {
    try (ModelSource wide = source("qwen3-moe-16x4")) {
      Architecture model = Families.architecture(wide);
      SortedSet<ExpertId> all = ExpertId.all(model);
      ExpertEffects effects = effects(wide, model);
      SortedSet<ExpertId> least = half(effects, all.size());
      Set<ExpertId> most = new TreeSet<>(all);
      most.removeAll(least);

      double ours = divergence(wide, least);

      assertThat(least).hasSize(all.size() / 2);
      assertThat(ours).isPositive().isLessThan(divergence(wide, most) * 0.8);
      assertThat(half(effects(wide, model), all.size())).as("measured again").isEqualTo(least);
    }
  }

  /** The largest share that makes no more than half of them narrow. */
  private static SortedSet<ExpertId> half(ExpertEffects effects, int experts) {
    double low = 0;
    double high = 1;
    while (effects.narrow(low).size() < experts / 2) {
      double middle = (low + high) / 2;
      if (effects.narrow(middle).size() > experts / 2) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return effects.narrow(low);
  }

  private static double divergence(ModelSource wide, Set<ExpertId> narrow) {
    try (StepEngine reference = load(wide, Precision.FP32);
        StepEngine candidate = load(NarrowedModel.of(wide, narrow), Precision.INT4)) {
      List<int[]> prompts =
          List.of(
              FixtureEngine.tokens(30, 1),
              FixtureEngine.tokens(60, 2),
              FixtureEngine.tokens(90, 4),
              FixtureEngine.tokens(90, 9));
      Quality quality =
          new QualityProbe(reference, candidate)
              .compare(new OwnAnswers(reference, new int[0]).write(prompts, 60, 240));
      return quality.divergence();
    }
  }
}
