package dev.isthmus.agent.report;

import dev.isthmus.agent.assign.RunningRoles;
import dev.isthmus.agent.experts.HomeLoop;
import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.engine.runtime.ExpertUse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Gauges over all engines of this node. */
public final class FleetMeters {

  private final RunningRoles roles;

  public FleetMeters(MeterRegistry registry, RunningRoles roles) {
    this.roles = roles;
    gauge(registry, "isthmus_engines", loop -> 1);
    gauge(registry, "isthmus_sessions_open", EngineLoop::openSessions);
    gauge(registry, "isthmus_sessions_waiting", EngineLoop::waitingSessions);
    gauge(registry, "isthmus_kv_open_bytes", loop -> loop.kvUse().open());
    gauge(registry, "isthmus_kv_kept_bytes", loop -> loop.kvUse().kept());
    gauge(registry, "isthmus_kv_total_bytes", loop -> loop.kvUse().total());
    gauge(registry, "isthmus_weight_bytes", loop -> loop.info().weightBytes());
    experts(registry, "isthmus_expert_hits", ExpertUse::hits);
    experts(registry, "isthmus_expert_misses", ExpertUse::misses);
    experts(registry, "isthmus_expert_stall_seconds", use -> use.stallNanos() / 1e9);
    experts(registry, "isthmus_expert_resident_bytes", ExpertUse::residentBytes);
    experts(registry, "isthmus_expert_peak_bytes", ExpertUse::peakBytes);
  }

  /** Since the homes that are here were loaded. */
  private void experts(MeterRegistry registry, String name, ToDoubleFunction<ExpertUse> value) {
    Gauge.builder(
            name, roles, here -> here.homes().stream().map(HomeLoop::use).mapToDouble(value).sum())
        .strongReference(true)
        .register(registry);
  }

  private void gauge(MeterRegistry registry, String name, ToLongFunction<EngineLoop> value) {
    // Micrometer holds what a gauge reads weakly, and nobody else holds this.
    Gauge.builder(name, this, meters -> meters.sum(value)).strongReference(true).register(registry);
  }

  private double sum(ToLongFunction<EngineLoop> value) {
    return roles.loops().stream().mapToLong(value).sum();
  }
}
