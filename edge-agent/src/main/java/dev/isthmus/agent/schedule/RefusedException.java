package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Refused;
import dev.isthmus.protocol.v1.SessionReply;

/** A request that is answered by a refusal. Thrown inside the session, never across its wall. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Refusal code;

  RefusedException(Refusal code, String message) {
    super(message);
    this.code = code;
  }

  Refusal code() {
    return code;
  }

  SessionReply reply(int held, long round) {
    return SessionReply.newBuilder()
        .setRefused(
            Refused.newBuilder()
                .setCode(code)
                .setMessage(getMessage())
                .setHeld(held)
                .setRound(round))
        .build();
  }
}
