package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.Token;

/** The verifier's own token for a row of logits, with logprobs where they were asked for. */
final class WindowScorer {

  private final EngineSeat seat;

  WindowScorer(EngineSeat seat) {
    this.seat = seat;
  }

  Token choose(StepResult result, int row, Terms terms, int position) {
    int[] headIds = seat.info().headIds();
    int id =
        seat.chooser()
            .choose(result.values(), row, result.width(), headIds, terms.sampling(), position);
    Token.Builder token = Token.newBuilder().setId(id);
    if (terms.logprobs() > 0) {
      new LogSoftmax(result, row, headIds).describe(token, terms.logprobs() - 1);
    }
    return token.build();
  }
}
