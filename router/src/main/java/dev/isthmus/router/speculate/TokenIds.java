package dev.isthmus.router.speculate;

import dev.isthmus.protocol.v1.Token;
import java.util.List;

/** What of tokens goes into a session's log. */
final class TokenIds {

  private TokenIds() {}

  static int[] of(List<Token> tokens) {
    return tokens.stream().mapToInt(Token::getId).toArray();
  }
}
