package dev.isthmus.operator.observe;

import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouterRecord;
import java.util.HashMap;
import java.util.Map;

/**
 * The next recordEpoch, above every one that was seen, reported ones included: an agent that
 * applied a record which the broker has lost since would refuse anything lower. And the next
 * planEpoch of each service.
 */
public final class Epochs {

  /**
   * No operator counts so far; a node that reports more must not carry us over the end of the
   * numbers.
   */
  private static final long HIGHEST = Long.MAX_VALUE / 2;

  private long highestRecord;
  private final Map<String, Long> highestPlan = new HashMap<>();

  /** A recordEpoch that no record has yet. */
  public long nextRecord() {
    return ++highestRecord;
  }

  /** A planEpoch that no plan of this service has yet. */
  public long nextPlan(String serviceUid) {
    return highestPlan.merge(serviceUid, 1L, Long::sum);
  }

  /** A plan that exists. */
  public void sawPlan(String serviceUid, long planEpoch) {
    if (planEpoch <= HIGHEST) {
      highestPlan.merge(serviceUid, planEpoch, Math::max);
    }
  }

  private void sawRecord(long epoch) {
    if (LatestEpochs.isNewer(epoch, highestRecord) && !LatestEpochs.isNewer(epoch, HIGHEST)) {
      highestRecord = epoch;
    }
  }

  void saw(NodeRecord node) {
    sawRecord(node.getAssignmentEpoch());
    for (ObservedRole role : node.getRolesList()) {
      int slash = role.getId().indexOf('/');
      if (slash > 0) {
        sawPlan(role.getId().substring(0, slash), role.getPlanEpoch());
      }
    }
  }

  void saw(RouterRecord router) {
    router.getAppliedRoutesMap().values().forEach(this::sawRecord);
  }

  void saw(AssignmentRecord assignment) {
    sawRecord(assignment.getRecordEpoch());
    assignment.getRolesList().forEach(role -> sawPlan(role.getServiceUid(), role.getPlanEpoch()));
  }

  void saw(RouteRecord route) {
    sawRecord(route.getRecordEpoch());
    sawPlan(route.getServiceUid(), route.getPlanEpoch());
  }
}
