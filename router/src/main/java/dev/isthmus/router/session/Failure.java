package dev.isthmus.router.session;

/**
 * Why a session ends badly.
 *
 * @param message one sentence for the client: what, where, which way out
 */
public record Failure(Kind kind, String message) {

  /** What the client can do about it. */
  public enum Kind {
    /** Nobody serves just now; try again later. */
    UNREACHABLE,
    /** The same request will be refused again. */
    REFUSED,
    /** A fault of ours. */
    BROKEN
  }
}
