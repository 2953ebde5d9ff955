package dev.isthmus.router.speculate;

/** What one session drafted. Used by the session's thread only. */
public final class DraftCounts {

  private long drafted;
  private long accepted;
  private long rounds;

  void round(int draftedNow, int acceptedNow) {
    drafted += draftedNow;
    accepted += acceptedNow;
    rounds++;
  }

  /** Tokens that were drafted and scored. */
  public long drafted() {
    return drafted;
  }

  public long accepted() {
    return accepted;
  }

  /** Windows that were verified. */
  public long rounds() {
    return rounds;
  }
}
