package dev.isthmus.agent.report;

import dev.isthmus.agent.assign.Observed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.NodeRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Tells the operator what this node is and runs: once when a fact changes, and again as long as the
 * broker has not taken it. Thread-safe.
 */
public final class NodeReporter {

  private static final Logger LOG = Logger.getLogger(NodeReporter.class);

  /** Room for as many records as a process can write in a millisecond of its start. */
  private static final long EPOCHS_PER_MILLI = 1024;

  private final NodeIdentity identity;
  private final RecordSink sink;
  private Observed observed = Observed.NOTHING;
  private boolean leaving;
  private Boolean reached;
  private long epoch;
  private NodeRecord taken = NodeRecord.getDefaultInstance();
  private NodeRecord underWay;

  public NodeReporter(NodeIdentity identity, RecordSink sink) {
    this.identity = identity;
    this.sink = sink;
    this.epoch = identity.startedMillis() * EPOCHS_PER_MILLI;
  }

  public synchronized void observed(Observed now) {
    observed = now;
    report();
  }

  /** Completes when the broker knows, or does not answer. */
  public synchronized CompletionStage<Void> leaving() {
    leaving = true;
    underWay = null;
    return report();
  }

  /** Sends the record again where the broker has not taken the present one. */
  public synchronized void retry() {
    report();
  }

  /** Sends the record to a broker that has lost it. */
  public synchronized void again() {
    LOG.info("the broker began anew and is told again");
    taken = NodeRecord.getDefaultInstance();
    report();
  }

  private CompletionStage<Void> report() {
    NodeRecord now = record();
    if (now.equals(taken) || now.equals(underWay)) {
      return CompletableFuture.completedFuture(null);
    }
    underWay = now;
    epoch++;
    return sink.send(now.toBuilder().setRecordEpoch(epoch).build().toByteArray())
        .handle((ok, failure) -> settled(now, failure));
  }

  private synchronized Void settled(NodeRecord record, Throwable failure) {
    if (failure == null) {
      taken = record;
    }
    if (reached == null || reached != (failure == null)) {
      reached = failure == null;
      LOG.infof("broker reached=%s", reached);
      LOG.debug("node record", failure);
    }
    if (record.equals(underWay)) {
      underWay = null;
    }
    return null;
  }

  private NodeRecord record() {
    return NodeRecord.newBuilder()
        .setVersion(RecordCodec.VERSION)
        .setNode(identity.node())
        .setBootId(identity.bootId())
        .setSite(identity.site())
        .setPool(identity.pool())
        .setAddress(identity.address())
        .setCapacity(identity.capacity())
        .setAgentVersion(identity.version())
        .setStartedMillis(identity.startedMillis())
        .setAssignmentEpoch(observed.assignmentEpoch())
        .addAllRoles(observed.roles())
        .addAllModels(observed.models())
        .setLeaving(leaving)
        .build();
  }
}
