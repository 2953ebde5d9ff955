package dev.isthmus.router.session;

/** Hears of every session: the decision log, the metrics. Must not block. */
public interface SessionWatch {

  /** One session as its watchers name it. */
  record Identity(String session, String service) {}

  void opened(Identity session, Head head, int promptTokens, String verifier, String drafter);

  void moved(Identity session, String from, String to, String reason, boolean otherClass);

  /** Tokens reached the client. */
  void delivered(Identity session, int tokens, boolean first, double millisSinceLast);

  /**
   * @param finish stop, length, client-gone or error
   * @param error empty unless it ended with one
   */
  void closed(Identity session, String finish, Completion counts, long millis, String error);
}
