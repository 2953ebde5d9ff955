package dev.isthmus.agent.schedule;

import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Refusal;
import java.util.Arrays;

/**
 * What a router set when it opened a session.
 *
 * @param stopIds ascending
 * @param limit most tokens of the log, prompt included
 * @param logprobs 0 none, n the chosen token and n-1 alternatives
 */
record Terms(Sampling sampling, int[] stopIds, int limit, int logprobs) {

  private static final int MOST_LOGPROBS = 21;

  static Terms of(Open open, int context) throws RefusedException {
    int limit = open.getTokenLimit();
    if (limit < 1 || limit > context) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "token_limit is " + limit + "; this model's context allows 1 to " + context);
    }
    int logprobs = open.getLogprobs();
    if (logprobs < 0 || logprobs > MOST_LOGPROBS) {
      throw new RefusedException(
          Refusal.OVER_LIMIT, "logprobs is " + logprobs + "; it may be 0 to " + MOST_LOGPROBS);
    }
    int[] stopIds = open.getStopIdsList().stream().mapToInt(Integer::intValue).sorted().toArray();
    return new Terms(sampling(open), stopIds, limit, logprobs);
  }

  boolean stopsAt(int id) {
    return Arrays.binarySearch(stopIds, id) >= 0;
  }

  private static Sampling sampling(Open open) throws RefusedException {
    var asked = open.getSampling();
    double topP = open.hasSampling() ? asked.getTopP() : 1;
    try {
      return new Sampling(asked.getTemperature(), asked.getTopK(), topP, asked.getSeed());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Refusal.OVER_LIMIT, e.getMessage());
    }
  }
}
