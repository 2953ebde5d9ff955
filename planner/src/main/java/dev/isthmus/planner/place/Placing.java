package dev.isthmus.planner.place;

import java.util.Optional;
import java.util.Set;

/**
 * One model to place.
 *
 * @param precision the one that a person fixed, else chosen: for verifiers one for all, for
 *     drafters the dearest that fits is counted and the node chooses among that and smaller ones
 * @param sites site ids that the selector left; empty: all of the role's tier
 * @param kvLeastTokens KV without which it is not worth placing, in tokens
 * @param kvWantedTokens KV that it gets where memory allows
 */
public record Placing(
    ModelNeeds model,
    Optional<Precision> precision,
    Set<String> sites,
    long kvLeastTokens,
    long kvWantedTokens) {

  public Placing {
    sites = Set.copyOf(sites);
    if (kvLeastTokens < 1 || kvWantedTokens < kvLeastTokens) {
      throw new IllegalArgumentException(
          "KV for at least " + kvLeastTokens + ", at best " + kvWantedTokens + " tokens");
    }
  }
}
