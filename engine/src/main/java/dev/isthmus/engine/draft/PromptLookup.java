package dev.isthmus.engine.draft;

/**
 * Drafts by looking the last tokens up in the session's own text (prompt lookup decoding): where
 * they stood before, what followed then is proposed now. The longest match wins, and of equals the
 * most recent. A match that ends next to the end of the text is a repetition, and is carried on.
 */
public final class PromptLookup implements Drafter {

  /**
   * Fewer matching tokens than this are mostly chance, and a draft that is wrong costs its rows.
   */
  private static final int LEAST = 3;

  private static final int MOST = 8;

  private final int least;
  private final int most;

  /**
   * @param least fewest tokens that must match, from 1
   * @param most tokens beyond which a match counts as no better
   */
  public PromptLookup(int least, int most) {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException(
          "matches of " + least + " to " + most + " tokens; 1 is the least, and no range is empty");
    }
    this.least = least;
    this.most = most;
  }

  /** As served, in routers and beside verifiers alike: matches of 3 to 8 tokens. */
  public static PromptLookup standard() {
    return new PromptLookup(LEAST, MOST);
  }

  @Override
  public int[] draft(int[] log, int length, int count) {
    int source = continuation(log, length);
    if (source < 0 || count <= 0) {
      return new int[0];
    }
    int[] draft = new int[count];
    for (int i = 0; i < count; i++) {
      draft[i] = source + i < length ? log[source + i] : draft[source + i - length];
    }
    return draft;
  }

  /** Index of the token that followed the best match, or -1. */
  private int continuation(int[] log, int length) {
    int best = -1;
    int bestMatch = least - 1;
    for (int end = length - 1; end >= least && bestMatch < most; end--) {
      int match = 0;
      while (match < most && match < end && log[end - 1 - match] == log[length - 1 - match]) {
        match++;
      }
      if (match > bestMatch) {
        bestMatch = match;
        best = end;
      }
    }
    return best;
  }
}
