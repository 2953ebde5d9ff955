package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.SessionRequest;

/** The round that a request belongs to. */
final class Rounds {

  private Rounds() {}

  static long of(SessionRequest request) {
    return switch (request.getFrameCase()) {
      case DRAFT -> request.getDraft().getRound();
      case VERIFY -> request.getVerify().getRound();
      case DECODE -> request.getDecode().getRound();
      default -> 0;
    };
  }
}
