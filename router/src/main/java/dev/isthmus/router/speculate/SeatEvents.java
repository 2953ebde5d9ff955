package dev.isthmus.router.speculate;

/** What a session hears of its verifier. */
public interface SeatEvents {

  /** The stream to a verifier was lost and opened again, there or elsewhere. */
  void reopened(String from, String to, String why, boolean otherClass);
}
