package dev.isthmus.router.speculate;

/** What one session drafted. Used by the session's thread only. */
public final class DraftCounts {

  private long drafted;
  private long accepted;
  private long rounds;
  private long ahead;
  private long hits;

  void round(int draftedNow, int acceptedNow) {
    drafted += draftedNow;
    accepted += acceptedNow;
    rounds++;
  }

  public void draftedAhead(boolean hit) {
    ahead++;
    hits += hit ? 1 : 0;
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

  /** Windows during which a drafter drafted on. */
  public long ahead() {
    return ahead;
  }

  /** How often what it drafted on was the next round's draft. */
  public long hits() {
    return hits;
  }
}
