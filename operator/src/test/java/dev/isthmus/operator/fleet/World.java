package dev.isthmus.operator.fleet;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlanSpec;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.operator.observe.ControlRecord;
import dev.isthmus.operator.observe.ControlState;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.place.Outbox;
import dev.isthmus.operator.place.Rollout;
import dev.isthmus.operator.reconcile.NodesBefore;
import dev.isthmus.operator.reconcile.Reconciler;
import dev.isthmus.operator.source.folder.FolderSource;
import dev.isthmus.operator.trace.ChangeTraces;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Heartbeat;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouterRecord;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The whole of the operator but Kafka, with agents and routers beside it and a clock that a test
 * moves.
 */
public final class World {

  public static final Duration DRAIN = Duration.ofMinutes(10);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Path root;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong uids = new AtomicLong();
  private final List<SimulatedAgent> agents = new ArrayList<>();
  private final List<SimulatedRouter> routers = new ArrayList<>();
  private final List<Runnable> compacted = new ArrayList<>();
  private final Wire wire = new Wire();
  private ControlState state;
  private FolderSource source;
  private Reconciler reconciler;
  private long fileTime = 1_000;
  private long boots = 1_000;
  public int assignmentsWritten;
  public int routesWritten;
  public int statusesWritten;
  public boolean brokerTakes = true;

  public World(Path root) {
    this.root = root;
    restart();
  }

  /** A new operator over the same folder and topics. */
  public void restart() {
    source =
        new FolderSource(
            root.resolve("manifests"),
            folder(),
            Clock.fixed(now(), ZoneOffset.UTC),
            () -> "uid-" + uids.incrementAndGet());
    state = new ControlState(INTERVAL, why -> {});
    reconciler =
        new Reconciler(
            source,
            state,
            wire,
            new Rollout(DRAIN, nanos::get),
            new ChangeTraces(OpenTelemetry.noop().getTracer("world")),
            new MovingClock(),
            nanos::get);
    source.refresh();
    NodesBefore.tell(source, state);
    compacted.forEach(Runnable::run);
  }

  /** A new operator over the same folder, and a broker that lost all it had. */
  public void restartWithoutTopics() {
    compacted.clear();
    restart();
  }

  public SimulatedAgent agent(String node, String site, long memoryBytes) {
    SimulatedAgent agent = new SimulatedAgent(node, site, node + "-" + ++boots, boots, memoryBytes);
    agents.add(agent);
    return agent;
  }

  public SimulatedRouter router(String name, String site) {
    SimulatedRouter router = new SimulatedRouter(name, site, ++boots);
    routers.add(router);
    return router;
  }

  /** Replaces a manifest; null takes it away. */
  public void manifest(String file, String text) {
    Path path = root.resolve("manifests").resolve(file);
    try {
      Files.createDirectories(path.getParent());
      if (text == null) {
        Files.delete(path);
      } else {
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.fromMillis(fileTime += 1_000));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets records go back and forth until nobody has anything to say. */
  public void settle() {
    for (int round = 0; round < 30; round++) {
      int before = assignmentsWritten + routesWritten;
      source.refresh();
      boolean news = speak();
      statusesWritten += reconciler.pass(true, true).statusWrites();
      if (!news && before == assignmentsWritten + routesWritten) {
        return;
      }
    }
    throw new AssertionError("it does not come to rest");
  }

  /** Passes time in intervals in which everyone who is not silent beats. */
  public void pass(Duration time) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(time) < 0;
        passed = passed.plus(INTERVAL)) {
      nanos.addAndGet(INTERVAL.toNanos());
      agents.stream()
          .filter(agent -> !agent.isSilent())
          .forEach(agent -> beat(agent.site(), agent.node(), agent.boot()));
      routers.forEach(router -> beat(router.site(), router.router(), router.boot()));
      state.tick(INTERVAL.toNanos(), true);
      settle();
    }
  }

  private boolean speak() {
    boolean news = false;
    for (SimulatedAgent agent : agents) {
      NodeRecord record = agent.isSilent() ? null : agent.report();
      if (record != null) {
        news = true;
        keep(new ControlRecord(agent.site(), SiteTopic.NODES, agent.node(), record.toByteArray()));
      }
    }
    for (SimulatedRouter router : routers) {
      RouterRecord record = router.report();
      if (record != null) {
        news = true;
        keep(
            new ControlRecord(
                router.site(), SiteTopic.ROUTERS, router.router(), record.toByteArray()));
      }
    }
    return news;
  }

  private void keep(ControlRecord record) {
    compacted.add(() -> state.accept(record));
    state.accept(record);
  }

  private void beat(String site, String name, String boot) {
    Heartbeat beat =
        Heartbeat.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setName(name)
            .setBootId(boot)
            .build();
    state.accept(new ControlRecord(site, SiteTopic.HEARTBEATS, name, beat.toByteArray()));
  }

  /** As a person does who patches spec.approved; the operator starts anew to see it. */
  public void approve(String plan) {
    PlacementPlan found = folder().get(PlacementPlan.class, "default", plan).orElseThrow();
    PlanSpec spec = found.getSpec();
    found.setSpec(new PlanSpec(spec.service(), spec.serviceUid(), spec.plan(), true));
    folder().write(found);
    restart();
  }

  /** As a person does with kubectl. */
  public void delete(String node) {
    source.find(InferenceNode.class, null, node).ifPresent(source::remove);
  }

  public ControlState state() {
    return state;
  }

  public StateFolder folder() {
    return new StateFolder(root.resolve("state"));
  }

  public CollaborativeInferenceService service(String name) {
    return folder().get(CollaborativeInferenceService.class, "default", name).orElseThrow();
  }

  /** A condition as {@code True Reason: message}. */
  public String condition(String service, String type) {
    Condition condition = service(service).getStatus().condition(type).orElseThrow();
    return condition.status() + " " + condition.reason() + ": " + condition.message();
  }

  private Instant now() {
    return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos.get());
  }

  private final class MovingClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now();
    }
  }

  /** Takes records as the broker would: all of them or none, stamped with the next epochs. */
  private final class Wire implements Outbox {

    @Override
    public boolean assign(SortedMap<SiteKey, AssignmentRecord> assignments) {
      if (!brokerTakes) {
        return false;
      }
      assignments.forEach(
          (key, record) -> {
            AssignmentRecord stamped =
                record.toBuilder()
                    .setVersion(1)
                    .setRecordEpoch(state.epochs().nextRecord())
                    .build();
            compacted.add(() -> state.accept(key.site(), stamped));
            state.accept(key.site(), stamped);
            assignmentsWritten++;
            agents.stream()
                .filter(agent -> agent.node().equals(key.key()) && agent.site().equals(key.site()))
                .forEach(agent -> agent.assigned(stamped));
          });
      return true;
    }

    @Override
    public boolean forget(SiteKey node) {
      compacted.add(() -> state.retire(node.key()));
      return brokerTakes;
    }

    @Override
    public boolean route(SortedMap<SiteKey, RouteRecord> routes) {
      if (!brokerTakes) {
        return false;
      }
      routes.forEach(
          (key, record) -> {
            RouteRecord stamped =
                record.toBuilder()
                    .setVersion(1)
                    .setRecordEpoch(state.epochs().nextRecord())
                    .build();
            compacted.add(() -> state.accept(key.site(), stamped));
            state.accept(key.site(), stamped);
            routesWritten++;
            routers.stream()
                .filter(router -> router.site().equals(key.site()))
                .forEach(router -> router.routed(stamped));
          });
      return true;
    }
  }
}
