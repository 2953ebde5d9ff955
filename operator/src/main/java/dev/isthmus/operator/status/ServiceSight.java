package dev.isthmus.operator.status;

import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.Tier;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.ObservedRouter;
import dev.isthmus.operator.place.ServicePlan;
import dev.isthmus.operator.plan.TextSites;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Role;
import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleState;
import dev.isthmus.protocol.v1.RouteRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A service as nodes and routers report it. */
final class ServiceSight {

  private final ServicePlan service;
  private final Observed seen;
  private final ResourceSource source;

  ServiceSight(ServicePlan service, Observed seen, ResourceSource source) {
    this.service = service;
    this.seen = seen;
    this.source = source;
  }

  List<Placement> placements() {
    return service.plan().map(plan -> plan.plan().placements()).orElse(List.of());
  }

  /** What requests do that need an expert without a live home. */
  String onLoss() {
    return service.reroutes()
        ? "requests that need them go on with others, and say so (onLoss Reroute)"
        : "sessions that need them wait until a node has loaded them (onLoss Wait)";
  }

  boolean isReady(Placement placement) {
    return node(placement).filter(ObservedNode::serves).isPresent()
        && observed(placement).filter(role -> role.getState() == RoleState.READY).isPresent();
  }

  long ready(Role role) {
    return placements().stream()
        .filter(placement -> placement.role() == role)
        .filter(this::isReady)
        .count();
  }

  Optional<ObservedNode> node(Placement placement) {
    return Optional.ofNullable(seen.nodes().get(placement.node()));
  }

  Optional<ObservedRole> observed(Placement placement) {
    return node(placement).flatMap(node -> node.role(placement.id()));
  }

  /** Why a role does not run. */
  record Failure(Reason reason, String message) {}

  /** A planned role that its node refused, with the node's own words. */
  Optional<Failure> failure() {
    return placements().stream()
        .filter(
            placement ->
                observed(placement).filter(role -> role.getState() == RoleState.FAILED).isPresent())
        .findFirst()
        .map(
            placement -> {
              ObservedRole role = observed(placement).orElseThrow();
              return new Failure(
                  Reason.ofFailedRole(role.getReason()),
                  placement.role().word()
                      + " at "
                      + placement.node()
                      + ": "
                      + role.getReason()
                      + ": "
                      + role.getMessage());
            });
  }

  /** What the roles that are not ready are doing. */
  String progress() {
    long ready = placements().stream().filter(this::isReady).count();
    StringBuilder text =
        new StringBuilder(ready + " of " + placements().size() + " roles are ready");
    placements().stream()
        .filter(placement -> !isReady(placement))
        .forEach(
            placement ->
                text.append("; ")
                    .append(placement.role().word())
                    .append(" at ")
                    .append(placement.node())
                    .append(": ")
                    .append(doing(placement)));
    return text.toString();
  }

  private String doing(Placement placement) {
    if (node(placement).filter(ObservedNode::serves).isEmpty()) {
      return "the node is silent";
    }
    return observed(placement)
        .map(
            role ->
                Stream.of(role.getReason(), role.getMessage())
                    .filter(part -> !part.isEmpty())
                    .toList())
        .filter(parts -> !parts.isEmpty())
        .map(parts -> String.join(": ", parts))
        .orElse("waiting for the node");
  }

  /** Live routers that may serve it, those beside a drafter first, then those at an edge. */
  List<ObservedRouter> routers() {
    return seen.liveRouters()
        .filter(router -> mayRead(router.site()))
        .sorted(
            Comparator.comparing((ObservedRouter router) -> !drafts(router.site()))
                .thenComparing(router -> !isOf(Tier.EDGE, router.site()))
                .thenComparing(ObservedRouter::id))
        .toList();
  }

  private boolean mayRead(String site) {
    return source
        .find(Site.class, null, site)
        .filter(found -> TextSites.mayRead(found, service.service()))
        .isPresent();
  }

  boolean hasApplied(ObservedRouter router) {
    RouteRecord route = seen.route(router.site(), service.key());
    long applied = router.record().getAppliedRoutesOrDefault(service.key(), 0);
    return route != null
        && route.getServiceUid().equals(service.uid())
        && !route.getWithdrawn()
        && !LatestEpochs.isNewer(route.getRecordEpoch(), applied);
  }

  /** A site of the plan that should have a router and has none. */
  Optional<String> siteWithoutRouter() {
    return placements().stream()
        .map(Placement::site)
        .distinct()
        .filter(this::wantsRouter)
        .filter(site -> seen.liveRouters().noneMatch(router -> router.site().equals(site)))
        .findFirst();
  }

  private boolean wantsRouter(String site) {
    return source
        .find(Site.class, null, site)
        .filter(
            found ->
                found.getSpec().router() == null || found.getSpec().router().replicaCount() > 0)
        .isPresent();
  }

  private boolean drafts(String site) {
    return placements().stream()
        .anyMatch(placement -> placement.role() == Role.DRAFTER && placement.site().equals(site));
  }

  /** Roles that serve at sites of a tier, of those placed there: 1/2. */
  String served(Tier tier) {
    List<Placement> there =
        placements().stream().filter(placement -> isOf(tier, placement.site())).toList();
    return there.stream().filter(this::isReady).count() + "/" + there.size();
  }

  private boolean isOf(Tier tier, String site) {
    return source
        .find(Site.class, null, site)
        .filter(found -> found.getSpec().tier() == tier)
        .isPresent();
  }
}
