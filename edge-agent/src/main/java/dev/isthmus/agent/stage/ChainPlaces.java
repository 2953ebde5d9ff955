package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.Chain;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StagePlace;
import java.util.List;

/** Who is whose neighbour in an assigned chain. The last place is always the host's. */
final class ChainPlaces {

  private ChainPlaces() {}

  static StagePlace host(Chain chain) {
    return chain.getStages(chain.getStagesCount() - 1);
  }

  /** The stages before the host's, in order; one of them may be on the host's node. */
  static List<StagePlace> others(Chain chain) {
    return chain.getStagesList().subList(0, chain.getStagesCount() - 1);
  }

  static StagePlace own(RoleAssignment stage) {
    return stage.getChain().getStagesList().stream()
        .filter(place -> place.getRoleId().equals(stage.getId()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no place for " + stage.getId() + " in its chain"));
  }

  static StagePlace after(RoleAssignment stage) {
    List<StagePlace> places = stage.getChain().getStagesList();
    return places.get(places.indexOf(own(stage)) + 1);
  }

  static String name(StagePlace place) {
    return "[%d,%d) on %s".formatted(place.getFirstLayer(), place.getLastLayer(), place.getNode());
  }
}
