package dev.isthmus.planner.place;

import java.util.List;
import java.util.Optional;

/**
 * What a service asks for.
 *
 * @param service namespace/name, for messages
 * @param uid of the service; begins its role ids
 * @param replicas verifiers wanted, from 1
 * @param stages of the one verifier where a person fixed them, else empty
 * @param draft the draft model, or empty where none is wanted
 */
public record Demand(
    String service,
    String uid,
    Placing target,
    int replicas,
    List<StageSpan> stages,
    Optional<Placing> draft) {

  /** Of verifiers that nobody fixed. */
  public Demand(String service, String uid, Placing target, int replicas, Optional<Placing> draft) {
    this(service, uid, target, replicas, List.of(), draft);
  }

  public Demand {
    stages = List.copyOf(stages);
    if (replicas < 1) {
      throw new IllegalArgumentException(replicas + " replicas; 1 is the least");
    }
  }
}
