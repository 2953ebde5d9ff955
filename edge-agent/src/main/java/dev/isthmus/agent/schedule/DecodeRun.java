package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.Decode;

/** A verifier decoding by itself, as long as the router's credit lasts. */
final class DecodeRun {

  private final int startBase;
  private long round;
  private int credit;

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
  }

  void pushed() {
    credit--;
  }

  int credit() {
    return credit;
  }

  long round() {
    return round;
  }
}
