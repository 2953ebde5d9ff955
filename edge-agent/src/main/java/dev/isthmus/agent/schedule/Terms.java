package dev.isthmus.agent.schedule;

import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.protocol.v1.Open;
import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.worker.WorkerLimits;

/**
 * What a router set when it opened a session.
 *
 * @param logprobs 0 none, n the chosen token and n-1 alternatives
 */
record Terms(Sampling sampling, Ending ending, int logprobs) {

  static Terms of(Open open, int context) throws RefusedException {
    int limit = open.getTokenLimit();
    if (limit < 1 || limit > context) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "token_limit is " + limit + "; this model's context allows 1 to " + context);
    }
    int logprobs = open.getLogprobs();
    if (logprobs < 0 || logprobs > WorkerLimits.MAX_LOGPROBS) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "logprobs is " + logprobs + "; it may be 0 to " + WorkerLimits.MAX_LOGPROBS);
    }
    if (open.getStopIdsCount() > WorkerLimits.MAX_STOP_IDS) {
      throw new RefusedException(
          Refusal.OVER_LIMIT,
          "%d stop ids; at most %d are allowed"
              .formatted(open.getStopIdsCount(), WorkerLimits.MAX_STOP_IDS));
    }
    int[] stopIds = open.getStopIdsList().stream().mapToInt(Integer::intValue).toArray();
    return new Terms(sampling(open), new Ending(stopIds, limit), logprobs);
  }

  /** Most tokens of the log, prompt included. */
  int limit() {
    return ending.tokenLimit();
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
