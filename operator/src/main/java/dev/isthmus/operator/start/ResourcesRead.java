package dev.isthmus.operator.start;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the resources were read, whether this operator leads or waits for the lease. The
 * broker may be away at any time.
 */
@Readiness
@ApplicationScoped
class ResourcesRead implements HealthCheck {

  private final OperatorProcess operator;

  ResourcesRead(OperatorProcess operator) {
    this.operator = operator;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("resources read").status(operator.isReady()).build();
  }
}
