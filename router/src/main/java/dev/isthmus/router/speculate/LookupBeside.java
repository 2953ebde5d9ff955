package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.planner.mode.Mode;

/**
 * Prompt lookup beside a verifier that decodes by itself. Where it is not used it still is known
 * how good it would be: what it would have proposed is compared with the tokens that come. Used by
 * the session's thread only.
 */
public final class LookupBeside implements PushedDrafts {

  private static final int[] NO_DRAFT = {};

  private final LookupSeat lookup;
  private final TokenLog log;
  private final WindowChoice choice;
  private final DraftCounts counts;
  private final int shadowTokens;
  private Mode mode = Mode.CLOUD;
  private int[] shadow = NO_DRAFT;
  private int shadowAt;

  /**
   * @param shadowTokens length of the drafts that are only compared, from 1
   */
  public LookupBeside(
      LookupSeat lookup, TokenLog log, WindowChoice choice, DraftCounts counts, int shadowTokens) {
    this.lookup = lookup;
    this.log = log;
    this.choice = choice;
    this.counts = counts;
    this.shadowTokens = shadowTokens;
  }

  @Override
  public void follow(Mode next) {
    if (mode != next) {
      mode = next;
      shadow = NO_DRAFT;
    }
  }

  @Override
  public int most() {
    return mode == Mode.CLOUD_DRAFT ? choice.beside(lookup) : 0;
  }

  @Override
  public void came(int drafted, int accepted) {
    if (drafted > 0) {
      counts.round(drafted, accepted);
      choice.observed(lookup, drafted, accepted);
    } else if (mode == Mode.CLOUD_DRAFT) {
      choice.observed(lookup, 0, 0);
    } else if (mode != Mode.EDGE_DRAFT) {
      compare();
    }
  }

  private void compare() {
    int right = 0;
    while (right < shadow.length
        && shadowAt + right < log.length()
        && log.get(shadowAt + right) == shadow[right]) {
      right++;
    }
    if (right < shadow.length && shadowAt + right == log.length()) {
      return;
    }
    if (shadow.length > 0) {
      choice.observed(lookup, shadow.length, right);
    }
    shadowAt = log.length();
    shadow = lookup.draft(log, shadowTokens);
    if (shadow.length == 0) {
      choice.observed(lookup, 0, 0);
    }
  }
}
