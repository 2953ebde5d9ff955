package dev.isthmus.agent.schedule;

import dev.isthmus.engine.draft.Drafter;
import dev.isthmus.engine.draft.PromptLookup;
import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.protocol.v1.Decode;

/**
 * A verifier decoding by itself, as long as the router's credit lasts; with drafts from the
 * session's own text where the router wants them.
 */
final class DecodeRun {

  private static final int[] NO_DRAFT = {};

  private final Drafter lookup = PromptLookup.standard();
  private final int startBase;
  private long round;
  private int credit;
  private int most;
  private int[] draft = NO_DRAFT;
  private int draftedAt = -1;

  DecodeRun(Decode first) {
    startBase = first.getBase();
    add(first);
  }

  /**
   * Credit may be used up while more of it is on its way: then the base that the router named lies
   * behind the log, and the tokens between were pushed on this stream already.
   */
  boolean continuedBy(Decode decode, int held) {
    return decode.getRound() == round
        || (decode.getBase() >= startBase && decode.getBase() <= held);
  }

  void add(Decode decode) {
    round = decode.getRound();
    credit = (int) Math.min(Integer.MAX_VALUE, (long) credit + decode.getCredit());
    most = decode.getDraft();
  }

  /**
   * What the next step scores behind the last committed token. The same until something is
   * committed, whatever the router says meanwhile: a step may be under way with it.
   *
   * @param limit most tokens of the log
   */
  int[] draft(TokenLog log, int limit) {
    if (draftedAt != log.length()) {
      draftedAt = log.length();
      // A window of k drafts may commit k + 1 tokens.
      int count = Math.min(most, Math.min(credit, limit - log.length()) - 1);
      draft = count > 0 ? lookup.draft(log.ids(), log.length(), count) : NO_DRAFT;
    }
    return draft;
  }

  void pushed(int tokens) {
    credit -= tokens;
  }

  int credit() {
    return credit;
  }

  long round() {
    return round;
  }
}
