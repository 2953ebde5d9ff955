package dev.isthmus.operator.start;

import dev.isthmus.operator.trace.ChangeTraces;
import io.micrometer.core.instrument.config.MeterFilter;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the process tells of itself, and how. */
@Dependent
class Telemetry {

  /**
   * Kafka's clients have figures for each partition: with many sites thousands of series, of which
   * those for each client tell enough.
   */
  @Produces
  @Singleton
  MeterFilter fewerSeries() {
    return MeterFilter.deny(id -> id.getName().startsWith("kafka.") && id.getTag("topic") != null);
  }

  /** Spans go where the process's settings say; without any they cost nothing. */
  @Produces
  @Singleton
  ChangeTraces changes(OpenTelemetry telemetry) {
    return new ChangeTraces(telemetry.getTracer("dev.isthmus.operator"));
  }
}
