package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.sample.Acceptance;
import dev.isthmus.engine.sample.Accepted;
import dev.isthmus.engine.sample.Logprobs;
import dev.isthmus.engine.sample.TokenLogprobs;
import dev.isthmus.protocol.v1.Alternative;
import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Token;
import java.util.ArrayList;
import java.util.List;

/** Turns the logits of a window into committed tokens, with logprobs where they were asked for. */
final class WindowScorer {

  private final int[] headIds;
  private final Acceptance acceptance;
  private final Logprobs logprobs = new Logprobs();

  WindowScorer(EngineSeat seat) {
    this.headIds = seat.info().headIds();
    this.acceptance = new Acceptance(seat.chooser());
  }

  /**
   * @param result [draft.length + 1, width]
   * @param base tokens committed so far
   */
  Scored score(StepResult result, int[] draft, int base, Terms terms) {
    Accepted accepted =
        acceptance.accept(
            result.values(),
            result.width(),
            headIds,
            draft,
            base,
            terms.sampling(),
            terms.ending());
    List<Token> tokens = new ArrayList<>();
    for (int row = 0; row < accepted.tokens().length; row++) {
      tokens.add(token(result, row, accepted.tokens()[row], terms.logprobs()));
    }
    Finish finish =
        switch (accepted.finish()) {
          case NONE -> Finish.FINISH_NONE;
          case STOP -> Finish.FINISH_STOP;
          case LENGTH -> Finish.FINISH_LENGTH;
        };
    return new Scored(tokens, accepted.drafts(), finish);
  }

  private Token token(StepResult result, int row, int id, int wanted) {
    Token.Builder token = Token.newBuilder().setId(id);
    if (wanted > 0) {
      TokenLogprobs found =
          logprobs.of(result.values(), row, result.width(), headIds, id, wanted - 1);
      token.setLogprob(found.logprob());
      for (int i = 0; i < found.alternatives().length; i++) {
        token.addAlternatives(
            Alternative.newBuilder()
                .setId(found.alternatives()[i])
                .setLogprob(found.alternativeLogprobs()[i]));
      }
    }
    return token.build();
  }
}
