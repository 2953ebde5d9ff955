package dev.isthmus.router.worker;

import dev.isthmus.protocol.v1.Refusal;
import dev.isthmus.protocol.v1.Refused;

/** A worker refused a request in its own words; its session stays as it was. */
public final class WorkerRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Refusal code;

  public WorkerRefusedException(String node, Refused refused) {
    super(node + " refused: " + refused.getMessage() + " (" + refused.getCode() + ")");
    this.code = refused.getCode();
  }

  public Refusal code() {
    return code;
  }

  /** Whether no wait and no other worker of the service would help. */
  public boolean isFinal() {
    return switch (code) {
      case NEVER_FITS, OVER_LIMIT, INVALID_TOKEN, FRAME_TOO_LARGE -> true;
      default -> false;
    };
  }
}
