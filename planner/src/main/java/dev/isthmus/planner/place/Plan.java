package dev.isthmus.planner.place;

import java.util.List;
import java.util.stream.Stream;

/**
 * All placements of a service.
 *
 * @param serviceUid whose plan it is
 * @param placements verifiers in the order of their replicas, then drafters by site
 * @param rejected what else was weighed and why it lost, one sentence each
 */
public record Plan(String serviceUid, List<Placement> placements, List<String> rejected) {

  public Plan {
    placements = List.copyOf(placements);
    rejected = List.copyOf(rejected);
  }

  public Stream<Placement> of(Role role) {
    return placements.stream().filter(placement -> placement.role() == role);
  }

  /** Same placements: nothing to move, whatever else was weighed. */
  public boolean placesAs(Plan other) {
    return placements.equals(other.placements);
  }
}
