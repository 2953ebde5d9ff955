package dev.isthmus.router.report;

import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Head;
import dev.isthmus.router.session.SessionWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Metrics {@code isthmus_router_*} of sessions. */
public final class RouterMeters implements SessionWatch {

  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

  private final MeterRegistry registry;
  private final Map<String, ServiceMeters> services = new ConcurrentHashMap<>();

  /** Those that are touched for every token, looked up once. */
  private record ServiceMeters(Counter tokens, Timer first, Timer between) {}

  /**
   * @param open sessions that run now
   */
  public RouterMeters(MeterRegistry registry, Supplier<Number> open) {
    this.registry = registry;
    // Micrometer holds what a gauge reads weakly, and nobody else holds this.
    Gauge.builder("isthmus_router_sessions", open).strongReference(true).register(registry);
  }

  @Override
  public void opened(
      Identity session, Head head, int promptTokens, String verifier, String drafter) {
    registry
        .counter("isthmus_router_requests", "service", session.service(), "mode", head.mode())
        .increment();
  }

  @Override
  public void moved(Identity session, String from, String to, String reason, boolean otherClass) {
    reopenings(session.service(), !from.equals(to)).increment();
  }

  @Override
  public void delivered(Identity session, int tokens, boolean first, double millisSinceLast) {
    ServiceMeters meters = services.computeIfAbsent(session.service(), this::meters);
    meters.tokens().increment(tokens);
    (first ? meters.first() : meters.between())
        .record((long) (millisSinceLast * 1e6), TimeUnit.NANOSECONDS);
  }

  @Override
  public void closed(
      Identity session, String finish, Completion counts, long millis, String error) {
    String service = session.service();
    registry.counter("isthmus_router_finished", "service", service, "finish", finish).increment();
    add("isthmus_router_drafted_tokens", service, counts.drafted());
    add("isthmus_router_accepted_tokens", service, counts.accepted());
    add("isthmus_router_rounds", service, counts.rounds());
    add("isthmus_router_drafts_ahead", service, counts.ahead());
    add("isthmus_router_drafts_ahead_hits", service, counts.hits());
    add("isthmus_router_rerouted", service, counts.rerouted() ? 1 : 0);
  }

  private void add(String name, String service, double amount) {
    registry.counter(name, "service", service).increment(amount);
  }

  private Counter reopenings(String service, boolean moved) {
    return registry.counter(
        "isthmus_router_reopenings", "service", service, "moved", Boolean.toString(moved));
  }

  private ServiceMeters meters(String service) {
    // An alert on an increase would not see the first event of a counter that begins with it.
    reopenings(service, true);
    reopenings(service, false);
    registry.counter("isthmus_router_finished", "service", service, "finish", "error");
    return new ServiceMeters(
        registry.counter("isthmus_router_tokens", "service", service),
        timer("isthmus_router_first_token", service),
        timer("isthmus_router_inter_token", service));
  }

  private Timer timer(String name, String service) {
    return Timer.builder(name)
        .tag("service", service)
        .publishPercentiles(PERCENTILES)
        .register(registry);
  }
}
