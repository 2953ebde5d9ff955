package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QualityFloorTest {

  private static final Path FIXTURE = Path.of("../engine/src/test/resources/fixtures/llama-gqa");

  @Test
  void weightsAreComparedWhereBothFormsFitTheNodesMemory() {
    try (ModelSource source =
        ModelSources.open(FIXTURE, files -> "sha256:", ModelSources.Resolver.NONE)) {
      OpenedModel opened = new OpenedModel(source, Families.architecture(source));
      WeightSizes sizes = WeightSizes.of(source, opened.architecture());
      long both = sizes.bytes(Precision.FP32) + sizes.bytes(Precision.INT8);

      assertThat(QualityFloor.isComparable(opened, Precision.INT8, both)).isTrue();
      assertThat(QualityFloor.isComparable(opened, Precision.INT8, both - 1)).isFalse();
    }
  }
}
