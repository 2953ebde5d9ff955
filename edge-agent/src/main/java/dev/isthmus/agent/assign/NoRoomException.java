package dev.isthmus.agent.assign;

/** A role that this node has no memory for. The message gives the figures. */
final class NoRoomException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoRoomException(String message) {
    super(message);
  }
}
