package dev.isthmus.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.FixtureEngine;
import dev.isthmus.engine.runtime.Precision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityProbeTest {

  @TempDir static Path cache;

  @Test
  void aModelAgreesWithItselfEverywhereAndEightBitsNearly() {
    try (FixtureEngine fp32 = new FixtureEngine("llama-gqa", Precision.FP32, cache, 8 << 20);
        FixtureEngine int8 = new FixtureEngine("llama-gqa", Precision.INT8, cache, 8 << 20)) {
      List<int[]> prompts = List.of(FixtureEngine.tokens(9, 1), FixtureEngine.tokens(20, 2));
      List<Answer> answers = new OwnAnswers(fp32.engine(), new int[] {2}).write(prompts, 40, 1000);

      Quality same = new QualityProbe(fp32.engine(), fp32.engine()).compare(answers);
      Quality near = new QualityProbe(fp32.engine(), int8.engine()).compare(answers);

      assertThat(answers).allMatch(answer -> answer.length() == 40);
      assertThat(same.tokens()).isEqualTo(80);
      assertThat(same.agreement()).isEqualTo(1);
      assertThat(same.divergence()).isBetween(-1e-12, 1e-12);
      assertThat(near.agreement()).isGreaterThan(0.9);
      assertThat(near.divergence()).isBetween(0.0, 0.01);
    }
  }

  @Test
  void whatWasMeasuredIsRememberedForAsManyTokensAsWereAskedFor(@TempDir Path prepared) {
    RememberedQuality remembered = new RememberedQuality(prepared);
    assertThat(remembered.over(1)).isEmpty();

    remembered.remember(512, new Quality(500, 0.98, 0.003));

    assertThat(remembered.over(512)).contains(new Quality(500, 0.98, 0.003));
    assertThat(remembered.over(513)).isEmpty();
  }
}
