package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.SequenceRefused;

/** A window that this stage cannot compute; its sequence ends with it. */
final class StageRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  /** What was wrong, as it stands in status and logs. */
  enum Reason {
    INVALID_STATES("InvalidStates"),
    WRONG_SHAPE("WrongShape"),
    NO_MEMORY("NoMemory"),
    ENGINE_FAILED("EngineFailed");

    private final String wire;

    Reason(String wire) {
      this.wire = wire;
    }
  }

  private final Reason reason;

  StageRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  SequenceRefused refusal(long sequence) {
    return SequenceRefused.newBuilder()
        .setSequence(sequence)
        .setReason(reason.wire)
        .setMessage(getMessage())
        .build();
  }
}
