package dev.isthmus.agent.assign;

/** A role that this node has no memory for. The message gives the figures. */
final class NoRoomException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long missingBytes;

  /**
   * @param missingBytes how much more would have to be free; {@link Long#MAX_VALUE} where no memory
   *     would do
   */
  NoRoomException(String message, long missingBytes) {
    super(message);
    this.missingBytes = missingBytes;
  }

  long missingBytes() {
    return missingBytes;
  }
}
