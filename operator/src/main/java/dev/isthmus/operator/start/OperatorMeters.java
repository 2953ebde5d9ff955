package dev.isthmus.operator.start;

import dev.isthmus.operator.observe.BrokerWatch;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.Voice;
import dev.isthmus.operator.reconcile.Pass;
import dev.isthmus.operator.reconcile.PassWatch;
import dev.isthmus.protocol.topics.SiteTopic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The operator's own figures. Counters start at 0 with the process: an alert on an increase would
 * not see the first event of a counter that begins with it.
 */
final class OperatorMeters implements PassWatch {

  private static final String TRANSACTIONS = "isthmus.operator.transactions";
  private static final String PARKED = "isthmus.operator.parked.records";
  private static final String DECISIONS = "isthmus.operator.decisions";
  private static final String PASS = "isthmus.operator.pass";
  private static final String RECORDS = "isthmus.operator.records";
  private static final String STATUS_WRITES = "isthmus.operator.status.writes";

  private final MeterRegistry registry;
  private final Map<SiteTopic, Counter> taken = new EnumMap<>(SiteTopic.class);
  private final GaugeTable nodes;
  private final GaugeTable services;
  private final AtomicLong brokerUp;
  private final AtomicLong heartbeatLag;

  OperatorMeters(MeterRegistry registry) {
    this.registry = registry;
    for (String outcome : List.of("committed", "fenced", "failed")) {
      registry.counter(TRANSACTIONS, "outcome", outcome);
    }
    for (String why : List.of("unknown-version", "malformed", "misplaced")) {
      registry.counter(PARKED, "why", why);
    }
    for (String decision :
        List.of("place", "keep", "await-approval", "infeasible", "await-model", "hold-still")) {
      registry.counter(DECISIONS, "decision", decision);
    }
    for (String outcome : List.of("decided", "reading", "failed")) {
      pass(outcome);
    }
    registry.counter(STATUS_WRITES);
    for (SiteTopic topic : List.of(SiteTopic.NODES, SiteTopic.ROUTERS, SiteTopic.HEARTBEATS)) {
      taken.put(topic, registry.counter(RECORDS, "topic", topic.suffix()));
    }
    nodes = new GaugeTable(registry, "isthmus.operator.nodes");
    services = new GaugeTable(registry, "isthmus.operator.services");
    brokerUp = registry.gauge("isthmus.operator.broker.up", new AtomicLong());
    heartbeatLag = registry.gauge("isthmus.operator.heartbeat.lag.records", new AtomicLong());
  }

  /** isthmus_operator_parked_records_total{why} */
  void parked(String why) {
    registry.counter(PARKED, "why", why).increment();
  }

  /** isthmus_operator_transactions_total{outcome} */
  void transaction(String outcome) {
    registry.counter(TRANSACTIONS, "outcome", outcome).increment();
  }

  /** isthmus_operator_broker_up and isthmus_operator_heartbeat_lag_records */
  void looked(BrokerWatch.Report report) {
    brokerUp.set(report.answers() ? 1 : 0);
    heartbeatLag.set(report.lag());
  }

  /**
   * isthmus_operator_pass_seconds{outcome}, isthmus_operator_decisions_total{decision},
   * isthmus_operator_status_writes_total, isthmus_operator_nodes{site, voice} and
   * isthmus_operator_services{reason}
   */
  @Override
  public void passed(Pass pass, long nanos) {
    pass(pass.caughtUp() ? "decided" : "reading").record(nanos, TimeUnit.NANOSECONDS);
    pass.decisions()
        .forEach((word, count) -> registry.counter(DECISIONS, "decision", word).increment(count));
    registry.counter(STATUS_WRITES).increment(pass.statusWrites());
    nodes.set(nodes(pass));
    if (pass.caughtUp()) {
      Map<Tags, Long> ready = new HashMap<>();
      pass.ready().forEach((reason, count) -> ready.put(Tags.of("reason", reason), count));
      services.set(ready);
    }
  }

  private static Map<Tags, Long> nodes(Pass pass) {
    Map<String, List<ObservedNode>> bySite =
        pass.seen().nodes().values().stream()
            .collect(Collectors.groupingBy(ObservedNode::site, TreeMap::new, Collectors.toList()));
    Map<Tags, Long> rows = new HashMap<>();
    bySite.forEach(
        (site, there) -> {
          for (Voice voice : Voice.values()) {
            rows.put(
                Tags.of("site", site, "voice", voice.name().toLowerCase(Locale.ROOT)),
                there.stream().filter(node -> node.voice() == voice).count());
          }
        });
    return rows;
  }

  /** isthmus_operator_records_total{topic} */
  @Override
  public void took(SiteTopic topic) {
    taken.get(topic).increment();
  }

  @Override
  public void failed(long nanos) {
    pass("failed").record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer pass(String outcome) {
    return registry.timer(PASS, "outcome", outcome);
  }
}
