package dev.isthmus.engine.draft;

import java.util.Arrays;

/** A growing sequence of token ids. Not thread-safe. */
public final class TokenLog {

  private int[] tokens;
  private int length;

  public TokenLog(int... tokens) {
    this.tokens = tokens.clone();
    this.length = tokens.length;
  }

  public int length() {
    return length;
  }

  public int get(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("token " + index + " of " + length);
    }
    return tokens[index];
  }

  public void append(int... more) {
    if (tokens.length < length + more.length) {
      tokens = Arrays.copyOf(tokens, Math.max(length + more.length, 2 * tokens.length));
    }
    System.arraycopy(more, 0, tokens, length, more.length);
    length += more.length;
  }

  /**
   * Forgets all tokens from {@code kept} on.
   *
   * @param kept 0..{@link #length}
   */
  public void truncate(int kept) {
    if (kept < 0 || kept > length) {
      throw new IllegalArgumentException("a log of " + length + " tokens cannot be cut to " + kept);
    }
    length = kept;
  }

  /** A copy of tokens [from, to). */
  public int[] copy(int from, int to) {
    if (to > length) {
      throw new IndexOutOfBoundsException("tokens up to " + to + " of " + length);
    }
    return Arrays.copyOfRange(tokens, from, to);
  }

  public int[] copy() {
    return copy(0, length);
  }

  /** How many tokens from {@code from} on equal those of {@code others}. */
  int matching(int from, int[] others) {
    int[] here = Arrays.copyOfRange(tokens, from, length);
    int difference = Arrays.mismatch(here, others);
    return difference < 0 ? here.length : difference;
  }
}
