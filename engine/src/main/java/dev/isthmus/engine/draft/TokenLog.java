package dev.isthmus.engine.draft;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The token ids of one session, in order; position 0 is the prompt's first. It grows, and is cut
 * back. Not thread-safe.
 */
public final class TokenLog {

  private static final int ROOM = 64;

  private int[] ids;
  private int length;

  public TokenLog(int... first) {
    this.ids = Arrays.copyOf(first, first.length + ROOM);
    this.length = first.length;
  }

  public int length() {
    return length;
  }

  public int get(int position) {
    if (position < 0 || position >= length) {
      throw new IndexOutOfBoundsException("token " + position + " of " + length);
    }
    return ids[position];
  }

  public int last() {
    return get(length - 1);
  }

  /** The ids themselves, longer than the log; for readers that are given its length too. */
  public int[] ids() {
    return ids;
  }

  public void append(int... more) {
    if (ids.length < length + more.length) {
      ids = Arrays.copyOf(ids, Math.max(length + more.length, 2 * ids.length));
    }
    System.arraycopy(more, 0, ids, length, more.length);
    length += more.length;
  }

  public void append(List<Integer> more) {
    append(more.stream().mapToInt(Integer::intValue).toArray());
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
    return Arrays.copyOfRange(ids, from, to);
  }

  public int[] copy() {
    return copy(0, length);
  }

  /** A copy of the ids from a position on, as a message takes them. */
  public List<Integer> from(int position) {
    return listOf(copy(position, length));
  }

  /** Ids as a message takes them; a view. */
  public static List<Integer> listOf(int[] tokens) {
    return new Ids(tokens);
  }

  /** How many of {@code others}, laid at {@code from}, are what the log holds there already. */
  public int matching(int from, List<Integer> others) {
    int equal = 0;
    while (equal < others.size()
        && from + equal < length
        && ids[from + equal] == others.get(equal)) {
      equal++;
    }
    return equal;
  }

  private static final class Ids extends AbstractList<Integer> implements RandomAccess {

    private final int[] tokens;

    Ids(int[] tokens) {
      this.tokens = tokens;
    }

    @Override
    public Integer get(int index) {
      return tokens[index];
    }

    @Override
    public int size() {
      return tokens.length;
    }
  }
}
