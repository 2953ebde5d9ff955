package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedRouter;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * When a role that the plan no longer has may go: once the new route is out, every live router has
 * taken it and reports no session at the node, or after the drain timeout. Remembers only since
 * when each role has been waiting.
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
    return service.plan().stream()
        .flatMap(plan -> plan.plan().placements().stream())
        .anyMatch(
            placement -> placement.node().equals(node) && placement.id().equals(role.getId()));
  }

  /** Whether a role that is not planned any more may be withdrawn. */
  boolean isReleased(ServicePlan service, SiteKey node, RoleAssignment role, Observed seen) {
    String name = node.key() + " " + role.getId();
    asked.add(name);
    if (!routedAround(service, node.key(), role, seen)) {
      waitingSince.remove(name);
      return false;
    }
    long since = waitingSince.computeIfAbsent(name, key -> nanoTime.getAsLong());
    return seen.liveRouters().allMatch(router -> isDone(service, node.key(), router, seen))
        || nanoTime.getAsLong() - since >= drainTimeout.toNanos();
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

  /** Roles that a node was assigned, none where it never was. */
  static List<RoleAssignment> roles(SiteKey node, Observed seen) {
    AssignmentRecord assignment = seen.assignments().get(node);
    return assignment == null ? List.of() : assignment.getRolesList();
  }
}
