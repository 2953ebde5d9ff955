package dev.isthmus.agent.assign;

/** A quantised model that strays too far from its source to be served. */
final class BelowQualityFloorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BelowQualityFloorException(String message) {
    super(message);
  }
}
