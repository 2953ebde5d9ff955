package dev.isthmus.local.simulate;

import com.google.protobuf.ByteString;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Capacity;
import dev.isthmus.protocol.v1.FileChunks;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.ModelChunks;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.PrecisionBytes;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.StepTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent without an engine, for the control plane's sake: it speaks the records that a real one
 * would, and is ready at once unless it is told to take its time.
 */
public final class SimulatedAgent {

  public static final String SMOLLM2 =
      "sha256:b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

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
        .addAllModels(models())
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

  private ObservedRole role(RoleAssignment role) {
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

  private List<ModelFacts> models() {
    List<ModelFacts> facts = new ArrayList<>();
    for (Inspection inspection : assignment.getInspectionsList()) {
      if (inspection.getModel().getPackage().endsWith("-moe")) {
        facts.add(mixture(inspection));
        continue;
      }
      boolean draft = inspection.getModel().getPackage().endsWith("-draft");
      facts.add(
          ModelFacts.newBuilder()
              .setPackage(inspection.getModel().getPackage())
              .setUri(inspection.getModel().getUri())
              .setDigest(draft ? "sha256:" + "d".repeat(64) : SMOLLM2)
              .setFamily("llama")
              .setLayers(draft ? 4 : 30)
              .setHiddenSize(576)
              .setVocabulary(49152)
              .setContext(8192)
              .setParameters(135_000_000)
              .addBytes(bytes(Precision.INT4, draft ? 40_000_000 : 110_000_000))
              .addBytes(bytes(Precision.INT8, draft ? 60_000_000 : 170_000_000))
              .addBytes(bytes(Precision.FP32, draft ? 150_000_000 : 540_000_000))
              .setKvBytesPerToken(draft ? 6144 : 46080)
              .setTokenizerFingerprint("fp-1")
              .setTokenizerDigest("sha256:" + "a".repeat(64))
              .setTemplateDigest("sha256:" + "b".repeat(64))
              .addStopIds(2)
              .setChunks(chunks(inspection.getModel().getUri()))
              .build());
    }
    return facts;
  }

  /** As a real one does, which knows them of a model at a web server. */
  private static ModelChunks chunks(String uri) {
    ModelChunks.Builder chunks = ModelChunks.newBuilder();
    if (uri.startsWith("https:")) {
      chunks
          .setChunkBytes(1 << 20)
          .addFiles(
              FileChunks.newBuilder()
                  .setName(uri.substring(uri.lastIndexOf('/') + 1))
                  .setBytes((1 << 20) + 1)
                  .setDigests(ByteString.copyFrom(new byte[64])));
    }
    return chunks.build();
  }

  private static ModelFacts mixture(Inspection inspection) {
    ModelFacts.Builder facts = ModelFacts.newBuilder();
    if (inspection.getModel().getMaxExpertError() > 0) {
      facts.addNarrowExperts(LayerExperts.newBuilder().setLayer(1).setExperts("0-2,7"));
    }
    return facts
        .setPackage(inspection.getModel().getPackage())
        .setUri(inspection.getModel().getUri())
        .setDigest("sha256:" + "e".repeat(64))
        .setFamily("mixtral")
        .setLayers(4)
        .setHiddenSize(64)
        .setVocabulary(259)
        .setContext(2048)
        .setParameters(105_000_000)
        .addBytes(bytes(Precision.FP32, 420_000_000))
        .addBytes(bytes(Precision.INT4, 115_000_000))
        .setKvBytesPerToken(1024)
        .setTokenizerFingerprint("fp-2")
        .setTokenizerDigest("sha256:" + "a".repeat(64))
        .setTemplateDigest("sha256:" + "b".repeat(64))
        .addStopIds(2)
        .setExperts(8)
        .setActiveExperts(2)
        .addAllExpertLayers(List.of(0, 1, 2, 3))
        .addExpertBytes(bytes(Precision.FP32, 10_000_000))
        .addExpertBytes(bytes(Precision.INT4, 2_600_000))
        .build();
  }

  private static PrecisionBytes bytes(Precision precision, long bytes) {
    return PrecisionBytes.newBuilder().setPrecision(precision).setBytes(bytes).build();
  }
}
