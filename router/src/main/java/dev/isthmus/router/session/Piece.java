package dev.isthmus.router.session;

import dev.isthmus.protocol.v1.Token;

/**
 * One token that the client has got.
 *
 * @param text what it added; empty where its bytes are a part of a character that a later token
 *     completes
 * @param offset characters of the answer before it
 * @param accepted whether it was drafted and accepted, rather than the verifier's own
 */
public record Piece(Token token, String text, int offset, boolean accepted) {

  int end() {
    return offset + text.length();
  }
}
