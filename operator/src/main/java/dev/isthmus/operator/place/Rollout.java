package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.ObservedRouter;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.status.Reason;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * When a role that the plan no longer has may go: once the new route is out, every live router has
 * taken it and reports no session at the node, or after the drain timeout; and where a role of its
 * own service that comes after it has no memory beside it. One that another service's role waits
 * for has the drain timeout: both may wait for one another. Remembers only since when each role has
 * been waiting.
 */
public final class Rollout {

  private final Duration drainTimeout;
  private final LongSupplier nanoTime;
  private final Map<String, Long> waitingSince = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * @param nanoTime a monotonic clock
   */
  public Rollout(Duration drainTimeout, LongSupplier nanoTime) {
    this.drainTimeout = drainTimeout;
    this.nanoTime = nanoTime;
  }

  /** Whether a role is in its service's plan, at this node. */
  static boolean isPlanned(ServicePlan service, String node, RoleAssignment role) {
    return planned(service, node, role).isPresent();
  }

  /** What a role's service plans in its place, empty where that is nothing. */
  static Optional<Placement> planned(ServicePlan service, String node, RoleAssignment role) {
    return service.plan().stream()
        .flatMap(plan -> plan.plan().placements().stream())
        .filter(placement -> placement.node().equals(node) && placement.id().equals(role.getId()))
        .findFirst();
  }

  /** Whether a role that is not planned any more may be withdrawn. */
  boolean isReleased(ServicePlan service, SiteKey node, RoleAssignment role, Observed seen) {
    String name = node.key() + " " + role.getId();
    asked.add(name);
    List<String> crowdedOut = crowdedOut(node, seen);
    if (crowdedOut.stream().anyMatch(id -> id.startsWith(service.uid() + "/"))) {
      return true; // as where a role comes in another's place: there is no room for both
    }
    boolean around = routedAround(service, node.key(), role, seen);
    if (!around && crowdedOut.isEmpty()) {
      waitingSince.remove(name);
      return false;
    }
    long since = waitingSince.computeIfAbsent(name, key -> nanoTime.getAsLong());
    return nanoTime.getAsLong() - since >= drainTimeout.toNanos()
        || around
            && seen.liveRouters().allMatch(router -> isDone(service, node.key(), router, seen));
  }

  /** The roles that a node has no memory for, beside what it was told to keep meanwhile. */
  private static List<String> crowdedOut(SiteKey node, Observed seen) {
    ObservedNode found = seen.nodes().get(node.key());
    if (found == null) {
      return List.of();
    }
    return found.record().getRolesList().stream()
        .filter(role -> role.getState() == RoleState.FAILED)
        .filter(role -> role.getReason().equals(Reason.InsufficientMemory.name()))
        .map(ObservedRole::getId)
        .toList();
  }

  /** Forgets the roles that were not asked about since the last call. */
  void endOfPass() {
    waitingSince.keySet().retainAll(asked);
    asked.clear();
  }

  private static boolean routedAround(
      ServicePlan service, String node, RoleAssignment role, Observed seen) {
    long epoch = service.plan().orElseThrow().epoch();
    return seen.routesOf(service.key()).findAny().isPresent()
        && seen.routesOf(service.key())
            .map(Map.Entry::getValue)
            .allMatch(
                route ->
                    route.getServiceUid().equals(service.uid())
                        && route.getPlanEpoch() == epoch
                        && route.getWorkersList().stream()
                            .noneMatch(
                                worker ->
                                    worker.getNode().equals(node) && takesSessions(worker, role)));
  }

  private static boolean takesSessions(RouteWorker worker, RoleAssignment role) {
    return worker.getRole() == role.getRole() && !worker.getDraining();
  }

  private static boolean isDone(
      ServicePlan service, String node, ObservedRouter router, Observed seen) {
    RouteRecord route = seen.route(router.site(), service.key());
    long applied = router.record().getAppliedRoutesOrDefault(service.key(), 0);
    return (route == null || !LatestEpochs.isNewer(route.getRecordEpoch(), applied))
        && router.record().getOpenSessionsOrDefault(node, 0) == 0;
  }

  /** What a node was told of a role, empty where it was told nothing. */
  static Optional<RoleAssignment> role(SiteKey node, String id, Observed seen) {
    return roles(node, seen).stream().filter(role -> role.getId().equals(id)).findFirst();
  }

  /** Roles that a node was assigned, none where it never was. */
  static List<RoleAssignment> roles(SiteKey node, Observed seen) {
    AssignmentRecord assignment = seen.assignments().get(node);
    return assignment == null ? List.of() : assignment.getRolesList();
  }
}
