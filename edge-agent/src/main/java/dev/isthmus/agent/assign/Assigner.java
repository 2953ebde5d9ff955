package dev.isthmus.agent.assign;

import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes the last assignment so. Level-triggered: each record is the whole of what this node runs.
 * Loads run beside, one at a time; their results come back as events, so that a newer record is
 * never held up by a download. Every method runs on one thread.
 */
public final class Assigner {

  private static final Logger LOG = Logger.getLogger(Assigner.class);

  private final AssignmentStore store;
  private final Models models;
  private final RunningRoles running;
  private final Workshop workshop;
  private final LoopStarter loops;
  private final Consumer<Observed> observer;
  private final Map<String, RoleRun> runs = new LinkedHashMap<>();
  private final Inspections inspections = new Inspections();
  private AssignmentRecord desired = AssignmentRecord.getDefaultInstance();
  private Observed last = Observed.NOTHING;

  /**
   * @param observer hears of every change
   */
  public Assigner(
      AssignmentStore store,
      Models models,
      RunningRoles running,
      Workshop workshop,
      LoopStarter loops,
      Consumer<Observed> observer) {
    this.store = store;
    this.models = models;
    this.running = running;
    this.workshop = workshop;
    this.loops = loops;
    this.observer = observer;
  }

  /** Starts from the assignment on disk, where there is one. */
  public void resume() {
    store.load().ifPresent(this::take);
  }

  /** A record from Kafka. An older one than was seen changes nothing. */
  public void desire(AssignmentRecord record) {
    if (Long.compareUnsigned(record.getRecordEpoch(), desired.getRecordEpoch()) <= 0) {
      return;
    }
    store.save(record);
    take(record);
  }

  private void take(AssignmentRecord record) {
    LOG.infof(
        "assignment epoch=%d roles=%d inspections=%d",
        record.getRecordEpoch(), record.getRolesCount(), record.getInspectionsCount());
    desired = record;
    dropRoles();
    inspect();
    for (RoleAssignment role : record.getRolesList()) {
      RoleRun run = runs.get(role.getId());
      if (run == null) {
        run = new RoleRun(role);
        runs.put(role.getId(), run);
        load(run);
      } else if (run.assign(role)) {
        load(run);
      } else if (run.loop() != null) {
        run.loop().assigned(role);
        running.serve(role, run.loop());
      }
    }
    publish();
  }

  private void dropRoles() {
    Set<String> kept =
        desired.getRolesList().stream().map(RoleAssignment::getId).collect(Collectors.toSet());
    for (String id : List.copyOf(runs.keySet())) {
      if (!kept.contains(id)) {
        LOG.infof("role %s withdrawn", id);
        running.remove(id);
        close(runs.remove(id).end());
      }
    }
  }

  private void close(RoleEngine loop) {
    if (loop != null) {
      loop.close();
    }
  }

  private void inspect() {
    Set<ModelRef> asked =
        desired.getInspectionsList().stream().map(Inspection::getModel).collect(Collectors.toSet());
    inspections.retain(asked);
    asked.stream().filter(inspections::isOpen).forEach(this::inspect);
  }

  private void inspect(ModelRef model) {
    workshop.call(
        () -> models.inspect(model),
        facts -> inspected(model, facts),
        cause -> {
          Failure failure = Failure.of(cause);
          LOG.warnf("inspection of %s failed: %s", model.getUri(), failure.message());
          int failures = inspections.failed(model, failure);
          workshop.later(Backoff.after(failures), () -> inspectAgain(model));
          publish();
        });
  }

  private void inspected(ModelRef model, ModelFacts facts) {
    LOG.infof("inspected %s digest=%s", model.getUri(), facts.getDigest());
    inspections.found(model, facts);
    publish();
  }

  private void inspectAgain(ModelRef model) {
    if (desired.getInspectionsList().stream().anyMatch(it -> it.getModel().equals(model))) {
      inspect(model);
    }
  }

  private void load(RoleRun run) {
    int number = run.begin();
    RoleAssignment role = run.assigned();
    workshop.call(
        () -> models.load(role, text -> workshop.event(() -> phase(run, number, text))),
        loaded -> loaded(run, number, role, loaded),
        cause -> failed(run, number, cause));
  }

  private void phase(RoleRun run, int number, String text) {
    if (!run.isLate(number)) {
      run.phase(text);
      publish();
    }
  }

  private void loaded(RoleRun run, int number, RoleAssignment role, LoadedRole loaded) {
    if (run.isLate(number)) {
      loaded.close();
      return;
    }
    RoleEngine loop = loops.start(role, loaded);
    LOG.infof("role %s ready class=%s", role.getId(), loop.info().numericsClass());
    RoleEngine before = run.ready(loaded, loop);
    running.serve(run.assigned(), loop);
    close(before);
    publish();
  }

  private void failed(RoleRun run, int number, Throwable cause) {
    if (run.isLate(number)) {
      return;
    }
    if (cause instanceof NoRoomException noRoom && makesRoom(run, noRoom)) {
      LOG.infof(
          "role %s: its former engine goes first: %s", run.assigned().getId(), noRoom.getMessage());
      running.remove(run.assigned().getId());
      close(run.giveUp());
      load(run);
      publish();
      return;
    }
    Failure failure = Failure.of(cause);
    LOG.warnf(
        "role %s failed reason=%s: %s",
        run.assigned().getId(), failure.reason(), failure.message());
    int failures = run.failed(failure);
    workshop.later(
        Backoff.after(failures),
        () -> {
          if (!run.isLate(number)) {
            load(run);
          }
        });
    publish();
  }

  /**
   * Whether a role's engine fits once that of its former assignment, which it replaces, is gone.
   */
  private static boolean makesRoom(RoleRun run, NoRoomException noRoom) {
    return run.loop() != null && run.loop().memoryBytes() >= noRoom.missingBytes();
  }

  /** Looks again at what serves: a chain may have been joined, or broken. */
  public void refresh() {
    publish();
  }

  private void publish() {
    List<dev.isthmus.protocol.v1.ObservedRole> roles = new ArrayList<>();
    runs.values().forEach(run -> roles.add(run.observed()));
    Observed now = new Observed(desired.getRecordEpoch(), roles, inspections.all());
    if (!now.equals(last)) {
      last = now;
      observer.accept(now);
    }
  }
}
