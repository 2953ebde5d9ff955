package dev.isthmus.local.simulate;

import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Capacity;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.StepTime;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An agent without an engine, for the control plane's sake: it speaks the records that a real one
 * would, has memory as one would, and is ready at once unless it is told to take its time.
 */
public final class SimulatedAgent {

  public static final String SMOLLM2 = SimulatedModels.SMOLLM2;

  private final String node;
  private final String site;
  private final String boot;
  private final long startedMillis;
  private final long memoryBytes;
  private String pool = "";
  private Long time;
  private long epoch;
  private AssignmentRecord assignment = AssignmentRecord.getDefaultInstance();
  private double liveMillis;
  private final Map<String, RoleAssignment> running = new HashMap<>();
  private boolean changed = true;
  private volatile boolean silent;
  private volatile boolean loading;
  private volatile boolean leaving;

  /**
   * @param boot unique for each start
   * @param startedMillis since 1970, by its own clock
   */
  public SimulatedAgent(
      String node, String site, String boot, long startedMillis, long memoryBytes) {
    this.node = node;
    this.site = site;
    this.boot = boot;
    this.startedMillis = startedMillis;
    this.memoryBytes = memoryBytes;
    this.epoch = startedMillis * 1024;
  }

  public String node() {
    return node;
  }

  public String site() {
    return site;
  }

  public boolean isSilent() {
    return silent;
  }

  /** It says that it is of this pool. */
  public synchronized SimulatedAgent of(String ownPool) {
    pool = ownPool;
    return this;
  }

  /** Its clock is wrong: by it, all its records are of this time. */
  SimulatedAgent wrong(Instant clock) {
    time = clock.toEpochMilli();
    return this;
  }

  /** Of its records, in milliseconds; null where its clock is right. */
  Long time() {
    return time;
  }

  /** From now on no heartbeat and no record, as if it were killed. */
  public void silence() {
    silent = true;
  }

  /** Heartbeats and records again. */
  public void speak() {
    silent = false;
    changed = true;
  }

  /** Roles that come from now on stay in loading until {@link #finishLoading}. */
  public void takeTime() {
    loading = true;
  }

  /** All roles are ready. */
  public synchronized void finishLoading() {
    loading = false;
    changed = true;
  }

  /** From now on one row takes its roles so many milliseconds of its own. */
  public synchronized void steps(double millis) {
    liveMillis = millis;
    changed = true;
  }

  /** Says goodbye. */
  public synchronized void leave() {
    leaving = true;
    changed = true;
  }

  /** What its disk remembers from before its start. */
  public synchronized void remember(AssignmentRecord record) {
    assignment = record;
  }

  /** What it was told last. */
  public synchronized AssignmentRecord assignment() {
    return assignment;
  }

  /** A record of its own came; an older one than it has changes nothing. */
  public synchronized void assigned(AssignmentRecord record) {
    if (record.getRecordEpoch() > assignment.getRecordEpoch()) {
      assignment = record;
      changed = true;
    }
  }

  /** The broker did not take the last record, or has lost it. */
  synchronized void again() {
    changed = true;
  }

  /** The next record, null where nothing changed. */
  public synchronized NodeRecord report() {
    if (!changed) {
      return null;
    }
    changed = false;
    load();
    epoch++;
    return NodeRecord.newBuilder()
        .setVersion(RecordCodec.VERSION)
        .setRecordEpoch(epoch)
        .setNode(node)
        .setBootId(boot)
        .setSite(site)
        .setPool(pool)
        .setAddress("127.0.0.1:1" + Math.abs(node.hashCode() % 1000))
        .setCapacity(Capacity.newBuilder().setMemoryBytes(memoryBytes).setCpus(1))
        .setAgentVersion("simulated")
        .setAssignmentEpoch(assignment.getRecordEpoch())
        .addAllRoles(assignment.getRolesList().stream().map(this::role).toList())
        .addAllModels(SimulatedModels.facts(assignment.getInspectionsList()))
        .setLeaving(leaving)
        .setStartedMillis(startedMillis)
        .build();
  }

  public String boot() {
    return boot;
  }

  private Profile profile() {
    Profile.Builder profile = Profile.newBuilder();
    if (liveMillis > 0) {
      profile.addLiveSteps(StepTime.newBuilder().setRows(1).setSessions(1).setMillis(liveMillis));
    }
    return profile.build();
  }

  /** What runs keeps its memory, and what is new has what is left. */
  private void load() {
    List<RoleAssignment> wanted = assignment.getRolesList();
    running.values().removeIf(role -> wanted.stream().noneMatch(it -> isSame(it, role)));
    for (RoleAssignment role : wanted) {
      if (running.containsKey(role.getId())
          || bytes(running.values()) + bytes(role) <= memoryBytes) {
        running.put(role.getId(), role);
      }
    }
  }

  private static boolean isSame(RoleAssignment one, RoleAssignment other) {
    return one.toBuilder()
        .clearPlanEpoch()
        .build()
        .equals(other.toBuilder().clearPlanEpoch().build());
  }

  private static long bytes(Collection<RoleAssignment> roles) {
    return roles.stream().mapToLong(SimulatedAgent::bytes).sum();
  }

  private static long bytes(RoleAssignment role) {
    return SimulatedModels.weightBytes(role) + role.getKvBytes();
  }

  private ObservedRole role(RoleAssignment role) {
    if (!running.containsKey(role.getId())) {
      return ObservedRole.newBuilder()
          .setId(role.getId())
          .setPlanEpoch(role.getPlanEpoch())
          .setState(RoleState.FAILED)
          .setReason("InsufficientMemory")
          .setMessage("no room beside what runs")
          .build();
    }
    return ObservedRole.newBuilder()
        .setId(role.getId())
        .setPlanEpoch(role.getPlanEpoch())
        .setState(loading ? RoleState.LOADING : RoleState.READY)
        .setReason(loading ? "Preparing" : "")
        .setMessage(loading ? "int4 weights 41 %" : "")
        .setNumericsClass("test-class")
        .setProfile(profile())
        .setPrecision(
            role.getPrecision() == Precision.PRECISION_UNSPECIFIED
                ? Precision.INT8
                : role.getPrecision())
        .build();
  }
}
