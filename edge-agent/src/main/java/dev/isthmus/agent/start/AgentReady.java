package dev.isthmus.agent.start;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the server listens; the broker has no say in it. */
@Readiness
@ApplicationScoped
public class AgentReady implements HealthCheck {

  private final AgentBean agent;

  AgentReady(AgentBean agent) {
    this.agent = agent;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("worker").status(agent.serves()).build();
  }
}
