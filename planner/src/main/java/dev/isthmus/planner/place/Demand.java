package dev.isthmus.planner.place;

import dev.isthmus.planner.layers.Objective;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a service asks for.
 *
 * @param service namespace/name, for messages
 * @param uid of the service; begins its role ids
 * @param replicas verifiers wanted, from 1
 * @param stages of the one verifier where a person fixed them, else empty
 * @param draft the draft model, or empty where none is wanted
 * @param objective what a chain of stages is cut for
 * @param textSites ids of the only sites that may see text: whole models, a chain's ends and
 *     drafters are placed there alone; empty: all may
 * @param experts how they are to lie apart from their layers; empty: with them
 */
public record Demand(
    String service,
    String uid,
    Placing target,
    int replicas,
    List<StageSpan> stages,
    Optional<Placing> draft,
    Objective objective,
    Set<String> textSites,
    Optional<ExpertsWanted> experts) {

  /** With experts, if any, in their layers. */
  public Demand(
      String service,
      String uid,
      Placing target,
      int replicas,
      List<StageSpan> stages,
      Optional<Placing> draft,
      Objective objective,
      Set<String> textSites) {
    this(service, uid, target, replicas, stages, draft, objective, textSites, Optional.empty());
  }

  /** Of verifiers that nobody fixed. */
  public Demand(String service, String uid, Placing target, int replicas, Optional<Placing> draft) {
    this(service, uid, target, replicas, List.of(), draft, Objective.LATENCY, Set.of());
  }

  /** The same for another form of the target. */
  Demand of(Placing other) {
    return new Demand(service, uid, other, replicas, stages, draft, objective, textSites, experts);
  }

  /** Whether text may be at a site. */
  boolean mayRead(Site site) {
    return textSites.isEmpty() || textSites.contains(site.id());
  }

  public Demand {
    stages = List.copyOf(stages);
    textSites = Set.copyOf(textSites);
    if (replicas < 1) {
      throw new IllegalArgumentException(replicas + " replicas; 1 is the least");
    }
  }
}
