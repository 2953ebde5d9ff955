package dev.isthmus.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The demo's model in fp32 against its reference outputs. */
class DemoModelIT {

  private static final Path GOLDEN = Path.of("src/test/resources/fixtures/smollm2/golden.json");

  @Test
  void theDemoModelSaysWhatItsReferenceSays() {
    Golden golden = GoldenFile.read(GOLDEN);
    try (ModelSource source = DemoModel.target()) {
      Architecture architecture = Families.architecture(source);
      EngineOptions options = EngineOptions.of(DemoModel.CACHE, 2, 256 << 20);
      ModelCheck check =
          new ModelCheck(source, architecture, Precision.FP32, options, ignored -> {});

      CheckReport report = check.numbers(golden, Cuts.NONE);

      assertThat(report.firstDifference()).isEmpty();
      assertThat(report.checks()).hasSize(2 * 12);
    }
  }
}
