package dev.isthmus.planner.mode;

/**
 * What a mode would cost.
 *
 * @param draft name of the draft source, empty for plain decoding
 * @param draftTokens k, drafted tokens a round; 0 for plain decoding
 * @param offered share of the rounds that there is a draft for, [0, 1]; 1 for plain decoding
 * @param tokensPerRound E(k), rounds without a draft counted in
 * @param roundMillis one round, all of it, rounds without a draft counted in
 * @param verifierMillisPerToken the verifier's time alone
 */
public record Prediction(
    Mode mode,
    String draft,
    int draftTokens,
    double offered,
    double tokensPerRound,
    double roundMillis,
    double verifierMillisPerToken) {

  public double millisPerToken() {
    return roundMillis / tokensPerRound;
  }

  /** What the goal counts: ms per token of the client's time, or of the verifier's. */
  public double cost(Goal goal) {
    return goal == Goal.LATENCY ? millisPerToken() : verifierMillisPerToken;
  }
}
