package dev.isthmus.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.FixtureEngine;
import dev.isthmus.engine.runtime.Precision;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTimerTest {

  @TempDir static Path cache;

  @Test
  void theMedianStepIsReportedAndNoKvIsLeft() {
    AtomicLong clock = new AtomicLong();
    try (FixtureEngine fixture = new FixtureEngine("llama-gqa", Precision.INT8, cache, 8 << 20)) {
      StepTimer timer = new StepTimer(fixture.engine(), () -> clock.getAndAdd(2_000_000), 256);

      assertThat(timer.time(1, 2, 5)).contains(new StepTime(1, 2, 256, 2.0));
      assertThat(timer.time(4, 8, 5)).contains(new StepTime(4, 8, 256, 2.0));
      assertThat(timer.time(9, 8, 5)).as("more sessions than windows").isEmpty();
      assertThat(timer.time(1, 2000, 5)).as("more rows than the context holds").isEmpty();
      timer.close();
      assertThat(fixture.engine().kvUse().open()).isZero();
      assertThat(fixture.engine().kvUse().kept()).isZero();
    }
  }
}
