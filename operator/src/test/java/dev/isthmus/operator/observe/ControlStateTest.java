package dev.isthmus.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Heartbeat;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouterRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlStateTest {

  private final List<String> parked = new ArrayList<>();
  private final ControlState state = new ControlState(Duration.ofSeconds(5), parked::add);

  @Test
  void olderAndRepeatedRecordsChangeNothing() {
    node("n", "boot", 5, 100, "new");
    node("n", "boot", 4, 100, "old");
    node("n", "boot", 5, 100, "repeated");
    assertThat(state.observed().nodes().get("n").record().getAddress()).isEqualTo("new");
    state.accept("edge", AssignmentRecord.newBuilder().setNode("n").setRecordEpoch(9).build());
    state.accept("edge", AssignmentRecord.newBuilder().setNode("n").setRecordEpoch(8).build());
    assertThat(state.observed().assignments().get(new SiteKey("edge", "n")).getRecordEpoch())
        .isEqualTo(9);
  }

  @Test
  void aLaterProcessTakesTheNameOver() {
    node("n", "first", 500, 100, "a");
    node("n", "second", 1, 200, "b");
    node("n", "first", 501, 100, "late");
    assertThat(state.observed().nodes().get("n").record().getAddress()).isEqualTo("b");
  }

  @Test
  void aProcessWhoseClockWentBackTakesTheNameOverAndStaysKnown() {
    for (int start = 0; start < 5; start++) {
      node("n", "boot-" + start, 1, 1_000 + start, "before");
      beat("n", "boot-" + start);
    }
    node("n", "after", 1, 7, "now");
    assertThat(state.observed().nodes().get("n").record().getAddress()).isEqualTo("now");
    beat("n", "after");
    node("n", "after", 2, 7, "moved");
    assertThat(state.observed().nodes().get("n").record().getAddress()).isEqualTo("moved");
    assertThat(state.observed().nodes().get("n").duplicate()).isNull();
  }

  @Test
  void whoIsHeardLastHasTheNameOnceTheOtherFellSilent() {
    node("n", "first", 1, 100, "a");
    node("n", "second", 1, 200, "b");
    beat("n", "first");
    assertThat(state.observed().nodes().get("n").record().getAddress()).isEqualTo("a");
  }

  @Test
  void aRouterWhoseClockWentBackIsBelieved() {
    RouterRecord before =
        RouterRecord.newBuilder()
            .setVersion(1)
            .setRouter("r")
            .setSite("edge")
            .setBootId("before")
            .setStartedMillis(500)
            .build();
    RouterRecord after = before.toBuilder().setBootId("after").setStartedMillis(5).build();
    for (RouterRecord router : List.of(before, after, before)) {
      state.accept(new ControlRecord("edge", SiteTopic.ROUTERS, "r", router.toByteArray()));
    }
    assertThat(state.observed().routers().get("r").record().getBootId()).isEqualTo("after");
  }

  @Test
  void ofTwoLiveProcessesOfOneNameTheOlderKeepsIt() {
    node("n", "first", 500, 100, "a");
    beat("n", "first");
    node("n", "second", 1, 200, "b");
    beat("n", "second");
    beat("n", "first");
    ObservedNode node = state.observed().nodes().get("n");
    assertThat(node.record().getAddress()).isEqualTo("a");
    assertThat(node.duplicate())
        .startsWith("2 live processes call themselves n; the one that started first (a) keeps");
  }

  @Test
  void whatCannotBeReadIsParkedAndWhatLiesAtAnotherSiteIsNotBelieved() {
    state.accept(new ControlRecord("edge", SiteTopic.NODES, "n", new byte[] {8, 2}));
    state.accept(new ControlRecord("edge", SiteTopic.ROUTERS, "r", new byte[] {-1}));
    state.accept(
        new ControlRecord(
            "cloud", SiteTopic.NODES, "n", record("n", "boot", 1, 1, "a").toByteArray()));
    assertThat(parked).containsExactly("unknown-version", "malformed", "misplaced");
    assertThat(state.observed().nodes()).isEmpty();
  }

  @Test
  void epochsStartAboveEveryOneThatWasSeenReportedOnesIncluded() {
    state.accept(
        "edge",
        RouteRecord.newBuilder()
            .setService("d/s")
            .setServiceUid("u")
            .setRecordEpoch(40)
            .setPlanEpoch(3)
            .build());
    assertThat(state.epochs().nextRecord()).isEqualTo(41);
    state.accept(
        new ControlRecord(
            "edge",
            SiteTopic.NODES,
            "n",
            record("n", "boot", 1, 1, "a").toBuilder()
                .setAssignmentEpoch(90)
                .addRoles(ObservedRole.newBuilder().setId("u/verifier/0").setPlanEpoch(7))
                .build()
                .toByteArray()));
    assertThat(state.epochs().nextRecord()).isEqualTo(91);
    assertThat(state.epochs().nextPlan("u")).isEqualTo(8);
    assertThat(state.epochs().nextPlan("other")).isEqualTo(1);
    RouterRecord router =
        RouterRecord.newBuilder()
            .setVersion(1)
            .setRouter("r")
            .setSite("edge")
            .putAppliedRoutes("d/s", 300)
            .build();
    state.accept(new ControlRecord("edge", SiteTopic.ROUTERS, "r", router.toByteArray()));
    assertThat(state.epochs().nextRecord()).isEqualTo(301);
  }

  @Test
  void aNodeThatReportsAnAbsurdEpochDoesNotCarryUsOverTheEnd() {
    state.accept(
        new ControlRecord(
            "edge",
            SiteTopic.NODES,
            "n",
            record("n", "boot", 1, 1, "a").toBuilder()
                .setAssignmentEpoch(-1)
                .build()
                .toByteArray()));
    assertThat(state.epochs().nextRecord()).isEqualTo(1);
  }

  @Test
  void aRouterThatLeavesIsNotLive() {
    RouterRecord router =
        RouterRecord.newBuilder()
            .setVersion(1)
            .setRouter("r")
            .setSite("edge")
            .setRecordEpoch(1)
            .build();
    state.accept(new ControlRecord("edge", SiteTopic.ROUTERS, "r", router.toByteArray()));
    assertThat(state.observed().liveRouters()).hasSize(1);
    state.accept(
        new ControlRecord(
            "edge",
            SiteTopic.ROUTERS,
            "r",
            router.toBuilder().setRecordEpoch(2).setLeaving(true).build().toByteArray()));
    assertThat(state.observed().liveRouters()).isEmpty();
  }

  private void node(String name, String boot, long epoch, long started, String address) {
    state.accept(
        new ControlRecord(
            "edge",
            SiteTopic.NODES,
            name,
            record(name, boot, epoch, started, address).toByteArray()));
  }

  private static NodeRecord record(
      String name, String boot, long epoch, long started, String address) {
    return NodeRecord.newBuilder()
        .setVersion(1)
        .setRecordEpoch(epoch)
        .setNode(name)
        .setBootId(boot)
        .setSite("edge")
        .setAddress(address)
        .setStartedMillis(started)
        .build();
  }

  private void beat(String name, String boot) {
    Heartbeat beat = Heartbeat.newBuilder().setVersion(1).setName(name).setBootId(boot).build();
    state.accept(new ControlRecord("edge", SiteTopic.HEARTBEATS, name, beat.toByteArray()));
  }
}
