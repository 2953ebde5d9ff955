package dev.isthmus.router.speculate;

import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Token;
import java.util.List;

/**
 * Tokens that became committed together.
 *
 * @param accepted how many of them, from the first, were drafted
 * @param finish whether the verifier ended the generation with them
 */
public record Batch(List<Token> tokens, int accepted, Finish finish) {

  public boolean isLast() {
    return finish != Finish.FINISH_NONE;
  }
}
