package dev.isthmus.planner.place;

import java.util.Optional;

/**
 * What a service asks for.
 *
 * @param service namespace/name, for messages
 * @param uid of the service; begins its role ids
 * @param replicas verifiers wanted, from 1
 * @param draft the draft model, or empty where none is wanted
 */
public record Demand(
    String service, String uid, Placing target, int replicas, Optional<Placing> draft) {

  public Demand {
    if (replicas < 1) {
      throw new IllegalArgumentException(replicas + " replicas; 1 is the least");
    }
  }
}
