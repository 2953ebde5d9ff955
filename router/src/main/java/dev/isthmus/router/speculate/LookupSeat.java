package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.Drafter;
import dev.isthmus.engine.draft.TokenLog;

/** Drafts in the router itself, from the session's own text. */
public final class LookupSeat implements DraftSeat {

  public static final String NAME = "prompt lookup";

  private final Drafter drafter;

  public LookupSeat(Drafter drafter) {
    this.drafter = drafter;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int[] draft(TokenLog log, int count) {
    return drafter.draft(log.ids(), log.length(), count);
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public void close(String reason) {
    drafter.close();
  }
}
