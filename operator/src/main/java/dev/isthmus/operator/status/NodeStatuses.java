package dev.isthmus.operator.status;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.condition.ConditionStatus;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.MeasuredStep;
import dev.isthmus.crds.node.NodeCapacity;
import dev.isthmus.crds.node.NodeRole;
import dev.isthmus.crds.node.NodeStatus;
import dev.isthmus.crds.node.RoleState;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.plan.Words;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StepTime;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A node's status: what it reports, and whether it is heard. */
public final class NodeStatuses {

  /** The condition that says whether a node is heard. */
  public static final String READY = "Ready";

  /** Of one list, as the schema bounds it. */
  private static final int MOST_STEPS = 128;

  private final Clock clock;

  public NodeStatuses(Clock clock) {
    this.clock = clock;
  }

  /**
   * The status that follows from what is known of the node.
   *
   * @param measured milliseconds for each byte of weights, by what it runs
   */
  public NodeStatus next(
      InferenceNode resource, ObservedNode node, Observed seen, OptionalDouble measured) {
    NodeRecord record = node.record();
    AssignmentRecord assignment = seen.assignments().get(new SiteKey(node.site(), node.id()));
    NodeSpeed speed = NodeSpeed.next(resource.getStatus(), measured, clock.instant());
    return new NodeStatus(
        resource.getMetadata().getGeneration(),
        node.site(),
        record.getPool().isEmpty() ? null : record.getPool(),
        record.getAddress(),
        record.getAgentVersion(),
        new NodeCapacity(
            record.getCapacity().getMemoryBytes(),
            record.getCapacity().getCpus(),
            record.getCapacity().getDiskBytes(),
            record.getCapacity().getGpus()),
        speed.millisPerGigabyte(),
        speed.measuredUntil(),
        record.getRolesList().stream().map(role -> role(role, assignment)).toList(),
        conditions(resource, node));
  }

  private List<Condition> conditions(InferenceNode resource, ObservedNode node) {
    List<Condition> before =
        resource.getStatus() == null ? List.of() : resource.getStatus().conditions();
    Conditions next = new Conditions(before, resource.getMetadata().getGeneration(), clock);
    if (node.duplicate() != null) {
      next.set(READY, ConditionStatus.FALSE, Reason.DuplicateNode, node.duplicate());
    } else if (node.record().getLeaving()) {
      next.set(READY, ConditionStatus.FALSE, Reason.Leaving, "the agent was asked to stop");
    } else {
      switch (node.voice()) {
        case LIVE -> next.set(READY, ConditionStatus.TRUE, Reason.Heard, "heartbeats come");
        case STALE ->
            next.set(READY, ConditionStatus.UNKNOWN, Reason.Stale, "three heartbeats are missing");
        case UNREACHABLE ->
            next.set(
                READY, ConditionStatus.FALSE, Reason.Unreachable, "ten heartbeats are missing");
      }
    }
    return next.list();
  }

  /** Whether a status says that the node was unreachable when it was written. */
  public static boolean wasUnreachable(InferenceNode resource) {
    return resource.getStatus() != null
        && resource.getStatus().conditions().stream()
            .anyMatch(condition -> condition.reason().equals(Reason.Unreachable.name()));
  }

  private static NodeRole role(ObservedRole role, AssignmentRecord assignment) {
    Optional<RoleAssignment> assigned =
        assignment == null
            ? Optional.empty()
            : assignment.getRolesList().stream()
                .filter(it -> it.getId().equals(role.getId()))
                .findFirst();
    return new NodeRole(
        role.getId(),
        assigned.map(RoleAssignment::getService).orElse(null),
        assigned.map(RoleAssignment::getRole).map(Words::role).map(Words::role).orElse(null),
        assigned.filter(NodeStatuses::isPart).map(RoleAssignment::getFirstLayer).orElse(null),
        assigned.filter(NodeStatuses::isPart).map(RoleAssignment::getLastLayer).orElse(null),
        state(role),
        none(role.getReason()),
        none(role.getMessage()),
        Words.precision(role.getPrecision()),
        none(role.getNumericsClass()),
        role.getMemoryBytes(),
        role.getProfile().getAgreement() == 0 ? null : role.getProfile().getAgreement(),
        role.getProfile().getStatesAgreement() == 0 ? null : role.getProfile().getStatesAgreement(),
        steps(role.getProfile().getStepsList()),
        steps(role.getProfile().getLiveStepsList()));
  }

  private static List<MeasuredStep> steps(List<StepTime> steps) {
    return Words.steps(steps.subList(0, Math.min(MOST_STEPS, steps.size())));
  }

  private static boolean isPart(RoleAssignment role) {
    return role.getLastLayer() > 0;
  }

  private static RoleState state(ObservedRole role) {
    return switch (role.getState()) {
      case READY -> RoleState.READY;
      case FAILED -> RoleState.FAILED;
      case LOADING, ROLE_STATE_UNSPECIFIED, UNRECOGNIZED -> RoleState.LOADING;
    };
  }

  private static String none(String text) {
    return text.isEmpty() ? null : text;
  }
}
