package dev.isthmus.planner.place;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a plan is predicted to give one session at its slowest verifier.
 *
 * @param tokenMillis one token of plain decoding
 * @param firstTokenMillis from a prompt of {@link #PROMPT_TOKENS} tokens to the first token
 * @param slowestMillis the stage or link that bounds many sessions together; a whole model's is its
 *     step
 * @param bytesToMove weights that nodes do not hold by the plan before
 * @param measured whether every node's speed was measured; else what is typical is assumed
 */
public record Forecast(
    double tokenMillis,
    double firstTokenMillis,
    double slowestMillis,
    long bytesToMove,
    boolean measured) {

  public static final int PROMPT_TOKENS = 256;

  /** With the bytes that the whole plan moves, drafters included. */
  Forecast moving(Optional<Plan> before, List<Placement> placements) {
    return new Forecast(
        tokenMillis,
        firstTokenMillis,
        slowestMillis,
        Moving.bytes(before.map(Plan::placements).orElse(List.of()), placements),
        measured);
  }

  OptionalDouble knownTokenMillis() {
    return measured ? OptionalDouble.of(tokenMillis) : OptionalDouble.empty();
  }
}
