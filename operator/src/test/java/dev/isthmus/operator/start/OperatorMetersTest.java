package dev.isthmus.operator.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.operator.observe.BrokerWatch;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.Voice;
import dev.isthmus.operator.reconcile.Pass;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.v1.NodeRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OperatorMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final OperatorMeters meters = new OperatorMeters(registry);

  @Test
  void aPassIsTimedAndItsDecisionsAreCounted() {
    meters.passed(pass(true, Map.of("place", 2L, "keep", 5L), Map.of(), 3), 40_000_000);
    meters.passed(pass(true, Map.of("keep", 7L), Map.of(), 0), 20_000_000);
    meters.passed(pass(false, Map.of(), Map.of(), 1), 1_000_000);
    meters.failed(2_000_000);
    meters.took(SiteTopic.HEARTBEATS);

    assertThat(millis("decided")).isEqualTo(60);
    assertThat(millis("reading")).isEqualTo(1);
    assertThat(millis("failed")).isEqualTo(2);
    assertThat(decisions("place")).isEqualTo(2);
    assertThat(decisions("keep")).isEqualTo(12);
    assertThat(decisions("infeasible")).isZero();
    assertThat(
            registry.get("isthmus.operator.records").tag("topic", "heartbeats").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("isthmus.operator.status.writes").counter().count()).isEqualTo(4);
  }

  @Test
  void nodesAndServicesThatAreGoneLeaveNoFigure() {
    meters.passed(
        pass(
            true,
            Map.of(),
            Map.of("AsWanted", 2L, "Loading", 1L),
            0,
            node("a", "edge", Voice.LIVE),
            node("b", "edge", Voice.UNREACHABLE),
            node("c", "cloud", Voice.LIVE)),
        1);
    assertThat(nodes("edge", "live")).isEqualTo(1);
    assertThat(nodes("edge", "unreachable")).isEqualTo(1);
    assertThat(nodes("cloud", "stale")).isZero();
    assertThat(services("Loading")).isEqualTo(1);

    meters.passed(
        pass(true, Map.of(), Map.of("AsWanted", 3L), 0, node("c", "cloud", Voice.LIVE)), 1);

    assertThat(services("AsWanted")).isEqualTo(3);
    assertThat(registry.find("isthmus.operator.services").tag("reason", "Loading").gauge())
        .isNull();
    assertThat(registry.find("isthmus.operator.nodes").tag("site", "edge").gauge()).isNull();
  }

  @Test
  void aLookAtTheBrokerSaysWhetherItAnswersAndWhatIsLeftToRead() {
    meters.looked(new BrokerWatch.Report(Set.of(), List.of(), Set.of("edge"), true, false, 17));
    assertThat(gauge("isthmus.operator.broker.up")).isEqualTo(1);
    assertThat(gauge("isthmus.operator.heartbeat.lag.records")).isEqualTo(17);

    meters.looked(new BrokerWatch.Report(Set.of(), List.of(), Set.of("edge"), false, false, 0));
    assertThat(gauge("isthmus.operator.broker.up")).isZero();
  }

  private static Pass pass(
      boolean caughtUp,
      Map<String, Long> decisions,
      Map<String, Long> ready,
      int writes,
      ObservedNode... nodes) {
    TreeMap<String, ObservedNode> seen = new TreeMap<>();
    List.of(nodes).forEach(node -> seen.put(node.id(), node));
    return new Pass(
        caughtUp,
        new Observed(seen, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Set.of(), false),
        decisions,
        ready,
        writes);
  }

  private static ObservedNode node(String id, String site, Voice voice) {
    return new ObservedNode(id, site, NodeRecord.getDefaultInstance(), voice, null);
  }

  private double millis(String outcome) {
    return registry
        .get("isthmus.operator.pass")
        .tag("outcome", outcome)
        .timer()
        .totalTime(TimeUnit.MILLISECONDS);
  }

  private double decisions(String word) {
    return registry.get("isthmus.operator.decisions").tag("decision", word).counter().count();
  }

  private double nodes(String site, String voice) {
    return registry
        .get("isthmus.operator.nodes")
        .tag("site", site)
        .tag("voice", voice)
        .gauge()
        .value();
  }

  private double services(String reason) {
    return registry.get("isthmus.operator.services").tag("reason", reason).gauge().value();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
