package dev.isthmus.operator.start;

import dev.isthmus.operator.trace.ChangeTraces;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Spans go where the process's settings say; without any they cost nothing. */
@Dependent
class Tracing {

  @Produces
  @Singleton
  ChangeTraces changes(OpenTelemetry telemetry) {
    return new ChangeTraces(telemetry.getTracer("dev.isthmus.operator"));
  }
}
