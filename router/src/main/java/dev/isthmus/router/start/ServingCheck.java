package dev.isthmus.router.start;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once a service can be asked for. Does not ask for the broker: serving does not need it. */
@Readiness
@ApplicationScoped
public class ServingCheck implements HealthCheck {

  private final RouterRim rim;

  ServingCheck(RouterRim rim) {
    this.rim = rim;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("a service is routed").status(rim.node().isServing()).build();
  }
}
