package dev.isthmus.planner.mode;

/**
 * How often a drafted token is accepted where all before it were: counts that fade, held to a prior
 * until they weigh more than it. A round of k drafts with m accepted is m successes and, where m is
 * less than k, one failure; what was drafted behind the first rejection says nothing.
 *
 * @param prior rate assumed before anything was measured, [0, 1]
 * @param priorTrials how many trials the prior weighs, above 0
 * @param fade factor on the counts per trial, (0, 1]; 0.99 remembers about a hundred trials
 */
public record AcceptanceEstimate(
    double prior, double priorTrials, double fade, double successes, double trials) {

  public AcceptanceEstimate {
    if (!(prior >= 0 && prior <= 1) || !(priorTrials > 0) || !(fade > 0 && fade <= 1)) {
      throw new IllegalArgumentException(
          "acceptance prior "
              + prior
              + ", weight "
              + priorTrials
              + ", fade "
              + fade
              + "; they lie in [0, 1], above 0 and in (0, 1]");
    }
  }

  public static AcceptanceEstimate of(double prior) {
    return new AcceptanceEstimate(prior, 8, 0.995, 0, 0);
  }

  public AcceptanceEstimate observe(int drafted, int accepted) {
    if (accepted < 0 || accepted > drafted) {
      throw new IllegalArgumentException(accepted + " of " + drafted + " drafted tokens accepted");
    }
    int rejected = accepted < drafted ? 1 : 0;
    double kept = Math.pow(fade, accepted + rejected);
    return new AcceptanceEstimate(
        prior, priorTrials, fade, successes * kept + accepted, trials * kept + accepted + rejected);
  }

  public double rate() {
    return (prior * priorTrials + successes) / (priorTrials + trials);
  }
}
