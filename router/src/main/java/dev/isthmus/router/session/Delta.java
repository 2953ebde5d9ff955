package dev.isthmus.router.session;

import java.util.List;

/**
 * What a client gets at once.
 *
 * @param pieces the tokens that are delivered with it; their texts may begin earlier, or end later,
 *     where a stop string was possible
 * @param unverified whether some of it is the draft model's alone
 */
public record Delta(String text, List<Piece> pieces, boolean unverified) {

  /** The same, some of it not verified. */
  Delta marked() {
    return new Delta(text, pieces, true);
  }
}
