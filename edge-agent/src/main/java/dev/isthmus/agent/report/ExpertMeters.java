package dev.isthmus.agent.report;

import dev.isthmus.agent.experts.HomeCounts;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts calls to homes of experts, and the bytes of their rows, by node. */
public final class ExpertMeters implements HomeCounts {

  private final MeterRegistry registry;
  private final String service;

  public ExpertMeters(MeterRegistry registry, String service) {
    this.registry = registry;
    this.service = service;
  }

  @Override
  public void called(String node, long bytes) {
    registry.counter("isthmus_expert_calls", "service", service, "node", node).increment();
    registry.counter("isthmus_expert_row_bytes", "service", service, "node", node).increment(bytes);
  }

  @Override
  public void failed(String node) {
    registry.counter("isthmus_expert_failures", "service", service, "node", node).increment();
  }
}
