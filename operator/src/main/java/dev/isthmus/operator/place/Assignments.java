package dev.isthmus.operator.place;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.place.StageMove.Stage;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Role;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What every node must run, from all services together, and which nodes must be told.
 * Level-triggered: what is equal to the last record is not written, so a restart of the operator
 * touches nothing.
 */
public final class Assignments {

  private final Rollout rollout;
  private final SiteAddresses addresses;

  public Assignments(Rollout rollout, ResourceSource source) {
    this.rollout = rollout;
    this.addresses = new SiteAddresses(source);
  }

  /** The records that must be written, without version and epoch, by where they belong. */
  public SortedMap<SiteKey, AssignmentRecord> changes(
      List<ServicePlan> services, List<ModelPackage> models, Observed seen) {
    Map<String, ServicePlan> byUid = new HashMap<>();
    services.forEach(service -> byUid.put(service.uid(), service));
    Map<SiteKey, List<RoleAssignment>> roles = new TreeMap<>();
    services.stream().filter(ServicePlan::settled).forEach(service -> plan(service, seen, roles));
    Set<Stage> chained = StageMove.stages(roles.values());
    seen.assignments().keySet().forEach(node -> keep(node, byUid, chained, seen, roles));
    rollout.endOfPass();
    return differences(roles, Inspectors.assign(models, seen), seen);
  }

  private void plan(ServicePlan service, Observed seen, Map<SiteKey, List<RoleAssignment>> roles) {
    if (service.plan().isEmpty()) {
      return;
    }
    Optional<Chain> chain = new Chains(addresses, seen).of(service);
    Spread spread = new Spread(service, addresses, seen);
    spread
        .homes()
        .forEach(
            (home, role) -> roles.computeIfAbsent(node(home), key -> new ArrayList<>()).add(role));
    Map<Placement, RoleAssignment> wanted = new LinkedHashMap<>();
    for (Placement placement : service.plan().get().plan().placements()) {
      if (placement.role() != Role.EXPERTS) {
        RoleAssignment role = RoleAssignments.of(service, placement, chain);
        boolean isApart = placement.role() == Role.VERIFIER && !spread.homes().isEmpty();
        wanted.put(
            placement,
            isApart ? apart(role, spread.of(node(placement), role.getId()), service) : role);
      }
    }
    Map<Placement, RoleAssignment> stages = new LinkedHashMap<>(wanted);
    stages.values().removeIf(role -> !role.hasChain());
    // Stages of one chain have one epoch: they are joined only where they have the same plan.
    boolean chainStays =
        stages.entrySet().stream()
            .allMatch(entry -> untouched(node(entry.getKey()), entry.getValue(), seen).isPresent());
    StageMove move = new StageMove(stages, seen);
    boolean waits = !chainStays && move.waits();
    RollingChange rolling = new RollingChange(wanted, seen);
    wanted.forEach(
        (placement, role) -> {
          Optional<RoleAssignment> before;
          if (!role.hasChain() || chainStays) {
            before = untouched(node(placement), role, seen).or(() -> rolling.held(placement));
          } else {
            before = waits ? move.held(placement, role) : Optional.empty();
          }
          roles.computeIfAbsent(node(placement), key -> new ArrayList<>()).add(before.orElse(role));
        });
  }

  private static RoleAssignment apart(
      RoleAssignment role, ExpertSpread experts, ServicePlan service) {
    RoleAssignment.Builder apart = role.toBuilder().setExperts(experts);
    RoleAssignments.setChunks(apart, service);
    return apart.build();
  }

  static SiteKey node(Placement placement) {
    return new SiteKey(placement.site(), placement.node());
  }

  /**
   * What the node has already, where a later plan asks for the same: it keeps the epoch under which
   * it came.
   */
  static Optional<RoleAssignment> untouched(SiteKey node, RoleAssignment wanted, Observed seen) {
    RoleAssignment bare = wanted.toBuilder().clearPlanEpoch().build();
    return Rollout.roles(node, seen).stream()
        .filter(role -> role.toBuilder().clearPlanEpoch().build().equals(bare))
        .findFirst();
  }

  /**
   * Roles that a plan has left behind and that may not go yet, and those of services about which
   * nothing is decided.
   */
  private void keep(
      SiteKey node,
      Map<String, ServicePlan> byUid,
      Set<Stage> chained,
      Observed seen,
      Map<SiteKey, List<RoleAssignment>> roles) {
    for (RoleAssignment role : Rollout.roles(node, seen)) {
      ServicePlan service = byUid.get(role.getServiceUid());
      if (service != null && stays(service, node, role, chained, seen)) {
        roles.computeIfAbsent(node, key -> new ArrayList<>()).add(role);
      }
    }
  }

  private boolean stays(
      ServicePlan service, SiteKey node, RoleAssignment role, Set<Stage> chained, Observed seen) {
    if (!service.settled()) {
      return true;
    }
    return !Rollout.isPlanned(service, node.key(), role)
        && (chained.contains(new Stage(node, role.getId()))
            || !rollout.isReleased(service, node, role, seen));
  }

  private static SortedMap<SiteKey, AssignmentRecord> differences(
      Map<SiteKey, List<RoleAssignment>> roles,
      Map<SiteKey, List<Inspection>> inspections,
      Observed seen) {
    TreeSet<SiteKey> nodes = new TreeSet<>(seen.assignments().keySet());
    nodes.addAll(roles.keySet());
    nodes.addAll(inspections.keySet());
    SortedMap<SiteKey, AssignmentRecord> changes = new TreeMap<>();
    for (SiteKey node : nodes) {
      List<RoleAssignment> sorted = new ArrayList<>(roles.getOrDefault(node, List.of()));
      sorted.sort(Comparator.comparing(RoleAssignment::getId));
      AssignmentRecord wanted =
          AssignmentRecord.newBuilder()
              .setNode(node.key())
              .addAllInspections(inspections.getOrDefault(node, List.of()))
              .addAllRoles(sorted)
              .build();
      AssignmentRecord last = seen.assignments().get(node);
      if (last == null
          || !last.toBuilder().clearVersion().clearRecordEpoch().build().equals(wanted)) {
        changes.put(node, wanted);
      }
    }
    return changes;
  }
}
