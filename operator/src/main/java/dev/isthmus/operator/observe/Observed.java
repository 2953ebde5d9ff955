package dev.isthmus.operator.observe;

import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.RouteRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * All that is known from Kafka at one moment. A snapshot: it does not change.
 *
 * @param nodes by node id
 * @param routers by router id
 * @param assignments the last one written, by site and node
 * @param routes the last one written, by site and service
 * @param awaited nodes that were heard before this operator started, whose records have not come
 *     yet: the broker lost them, and they come again
 * @param heartbeatsLost more than half of the nodes fell silent together: rather our ears than
 *     their voices
 */
public record Observed(
    SortedMap<String, ObservedNode> nodes,
    SortedMap<String, ObservedRouter> routers,
    SortedMap<SiteKey, AssignmentRecord> assignments,
    SortedMap<SiteKey, RouteRecord> routes,
    Set<String> awaited,
    boolean heartbeatsLost) {

  /** A role that a node serves, as a plan of this epoch or a later one has it. */
  public Optional<ObservedRole> serving(String node, String roleId, long planEpoch) {
    return Optional.ofNullable(nodes.get(node))
        .filter(ObservedNode::serves)
        .flatMap(found -> found.role(roleId))
        .filter(role -> role.getState() == RoleState.READY)
        .filter(role -> role.getPlanEpoch() >= planEpoch);
  }

  /** Routers that are heard of. */
  public Stream<ObservedRouter> liveRouters() {
    return routers.values().stream().filter(ObservedRouter::live);
  }

  /** A service's route as written for a site, null where there is none. */
  public RouteRecord route(String site, String service) {
    return routes.get(new SiteKey(site, service));
  }

  /** A service's routes that are in force, by site. */
  public Stream<Map.Entry<SiteKey, RouteRecord>> routesOf(String service) {
    return routes.entrySet().stream()
        .filter(entry -> entry.getKey().key().equals(service))
        .filter(entry -> !entry.getValue().getWithdrawn());
  }
}
