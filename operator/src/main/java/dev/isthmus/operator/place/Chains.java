package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Role;
import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.StagePlace;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The chain of stages that a plan makes of its verifier. */
final class Chains {

  private final SiteAddresses addresses;
  private final Observed seen;

  Chains(SiteAddresses addresses, Observed seen) {
    this.addresses = addresses;
    this.seen = seen;
  }

  /** Empty where the verifier holds the whole model. */
  Optional<Chain> of(ServicePlan service) {
    List<Placement> parts =
        service.plan().stream()
            .flatMap(
                plan -> Stream.concat(plan.plan().of(Role.STAGE), plan.plan().of(Role.VERIFIER)))
            .filter(placement -> placement.lastLayer() > 0)
            .sorted(Comparator.comparingInt(Placement::firstLayer))
            .toList();
    if (parts.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        Chain.newBuilder()
            .addAllStages(parts.stream().map(this::place).toList())
            .setHiddenStates(
                switch (service.service().getSpec().layers().hiddenStates()) {
                  case FP32 -> HiddenStates.STATES_FP32;
                  case BF16 -> HiddenStates.STATES_BF16;
                  case INT8 -> HiddenStates.STATES_INT8;
                })
            .build());
  }

  /** Whether both ends of a chain are at one site and something between them is not. */
  static boolean isSplit(Chain chain) {
    List<String> sites = chain.getStagesList().stream().map(StagePlace::getSite).toList();
    return !sites.isEmpty()
        && sites.get(0).equals(sites.get(sites.size() - 1))
        && sites.stream().distinct().count() > 1;
  }

  private StagePlace place(Placement placement) {
    ObservedNode node = seen.nodes().get(placement.node());
    return StagePlace.newBuilder()
        .setRoleId(placement.id())
        .setNode(placement.node())
        .setSite(placement.site())
        .setAddress(node == null ? "" : node.record().getAddress())
        .setSiteAddress(addresses.of(placement.site()))
        .setFirstLayer(placement.firstLayer())
        .setLastLayer(placement.lastLayer())
        .build();
  }
}
