package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Role;
import dev.isthmus.protocol.experts.ExpertRanges;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.OnLoss;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which node holds which experts of a service, as its roles are told. Experts move so that each has
 * a home at every moment: homes that only give some away do so once all others are ready, and
 * verifiers go on asking a home for what it held until it reports that it holds what is planned.
 */
final class Spread {

  private final SiteAddresses addresses;
  private final Observed seen;
  private final Map<Placement, RoleAssignment> homes;
  private final OnLoss onLoss;

  Spread(ServicePlan service, SiteAddresses addresses, Observed seen) {
    this.addresses = addresses;
    this.seen = seen;
    this.homes = homes(service);
    this.onLoss = service.reroutes() ? OnLoss.ON_LOSS_REROUTE : OnLoss.ON_LOSS_WAIT;
  }

  /** The homes as their nodes are told: one whose experts stay keeps its epoch. */
  Map<Placement, RoleAssignment> homes() {
    return homes;
  }

  private Map<Placement, RoleAssignment> homes(ServicePlan service) {
    Map<Placement, RoleAssignment> planned = new LinkedHashMap<>();
    service.plan().stream()
        .flatMap(plan -> plan.plan().of(Role.EXPERTS))
        .forEach(
            home -> {
              RoleAssignment role =
                  RoleAssignments.of(service, home, Optional.empty()).toBuilder()
                      .setExperts(own(home))
                      .build();
              planned.put(home, Assignments.untouched(node(home), role, seen).orElse(role));
            });
    Map<Placement, RoleAssignment> told = new LinkedHashMap<>();
    boolean takersAreReady =
        planned.entrySet().stream()
            .filter(home -> heldBeforeGiving(home.getKey(), home.getValue()).isEmpty())
            .allMatch(home -> isReady(home.getKey(), home.getValue()));
    planned.forEach(
        (home, role) -> {
          Optional<RoleAssignment> more = heldBeforeGiving(home, role);
          told.put(home, takersAreReady ? role : more.orElse(role));
        });
    return told;
  }

  /** What a home holds that is to hold less and nothing new; it can give that away at any time. */
  private Optional<RoleAssignment> heldBeforeGiving(Placement home, RoleAssignment wanted) {
    return before(node(home), wanted.getId()).filter(held -> onlyGives(held, wanted));
  }

  /** A home learns of itself alone: what others hold does not concern it. */
  private ExpertSpread own(Placement home) {
    ObservedNode node = seen.nodes().get(home.node());
    ExpertHome.Builder place =
        ExpertHome.newBuilder()
            .setRoleId(home.id())
            .setNode(home.node())
            .setSite(home.site())
            .setAddress(node == null ? "" : node.record().getAddress())
            .setSiteAddress(addresses.of(home.site()));
    home.experts()
        .forEach(
            (layer, experts) ->
                place.addLayers(
                    LayerExperts.newBuilder().setLayer(layer).setExperts(experts.toString())));
    return ExpertSpread.newBuilder().addHomes(place).build();
  }

  /**
   * All homes as a verifier is told, each under the plan by which it came.
   *
   * @param node the verifier's
   */
  ExpertSpread of(SiteKey node, String verifier) {
    List<ExpertHome> asked =
        before(node, verifier).map(role -> role.getExperts().getHomesList()).orElse(List.of());
    List<ExpertHome> wanted = new ArrayList<>();
    boolean allReady = true;
    for (Map.Entry<Placement, RoleAssignment> home : homes.entrySet()) {
      RoleAssignment role = home.getValue();
      ExpertHome next =
          role.getExperts().getHomes(0).toBuilder().setPlanEpoch(role.getPlanEpoch()).build();
      boolean ready = isReady(home.getKey(), role);
      allReady &= ready;
      wanted.add(
          ready
              ? next
              : asked.stream()
                  .filter(held -> held.getRoleId().equals(next.getRoleId()))
                  .findFirst()
                  .orElse(next));
    }
    if (!allReady) {
      asked.stream()
          .filter(held -> wanted.stream().noneMatch(it -> it.getRoleId().equals(held.getRoleId())))
          .forEach(wanted::add);
    }
    return ExpertSpread.newBuilder().addAllHomes(wanted).setOnLoss(onLoss).build();
  }

  private Optional<RoleAssignment> before(SiteKey node, String role) {
    return Rollout.role(node, role, seen);
  }

  private boolean isReady(Placement home, RoleAssignment role) {
    return seen.serving(home.node(), role.getId(), role.getPlanEpoch()).isPresent();
  }

  private static boolean onlyGives(RoleAssignment before, RoleAssignment after) {
    Set<String> held = experts(before);
    Set<String> wanted = experts(after);
    return held.size() > wanted.size() && held.containsAll(wanted);
  }

  /** layer/expert */
  private static Set<String> experts(RoleAssignment home) {
    Set<String> experts = new HashSet<>();
    for (ExpertHome place : home.getExperts().getHomesList()) {
      for (LayerExperts layer : place.getLayersList()) {
        for (int expert : ExpertRanges.parse(layer.getExperts())) {
          experts.add(layer.getLayer() + "/" + expert);
        }
      }
    }
    return experts;
  }

  private static SiteKey node(Placement placement) {
    return new SiteKey(placement.site(), placement.node());
  }
}
