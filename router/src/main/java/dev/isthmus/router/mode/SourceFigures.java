package dev.isthmus.router.mode;

import dev.isthmus.planner.mode.AcceptanceEstimate;

/**
 * What is measured of one source of drafts.
 *
 * @param acceptance of what it proposed
 * @param offered how often it had something to propose; a draft model always has
 * @param stepMillis one drafted token
 */
public record SourceFigures(
    AcceptanceEstimate acceptance, AcceptanceEstimate offered, double stepMillis) {

  private static final double WEIGHT = 0.1;

  static SourceFigures of(double acceptancePrior, double offeredPrior, double stepMillis) {
    return new SourceFigures(
        AcceptanceEstimate.of(acceptancePrior), AcceptanceEstimate.of(offeredPrior), stepMillis);
  }

  SourceFigures proposed(int drafted, int accepted) {
    return new SourceFigures(
        acceptance.observe(drafted, accepted), offered.observe(1, 1), stepMillis);
  }

  SourceFigures silent() {
    return new SourceFigures(acceptance, offered.observe(1, 0), stepMillis);
  }

  SourceFigures took(double millisPerToken) {
    return new SourceFigures(
        acceptance, offered, stepMillis + WEIGHT * (millisPerToken - stepMillis));
  }

  /** The same figures as the beginning of a session's own. */
  SourceFigures asPrior() {
    return of(acceptance.rate(), offered.rate(), stepMillis);
  }
}
