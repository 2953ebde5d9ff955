package dev.isthmus.agent.report;

import dev.isthmus.agent.assign.RunningRoles;
import dev.isthmus.agent.schedule.EngineLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
  }

  private void gauge(MeterRegistry registry, String name, ToLongFunction<EngineLoop> value) {
    // Micrometer holds what a gauge reads weakly, and nobody else holds this.
    Gauge.builder(name, this, meters -> meters.sum(value)).strongReference(true).register(registry);
  }

  private double sum(ToLongFunction<EngineLoop> value) {
    return roles.loops().stream().mapToLong(value).sum();
  }
}
