package dev.isthmus.router.speculate;

import dev.isthmus.protocol.v1.Token;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The committed tokens of one session, prompt first. It is the truth: workers hold copies of it.
 * Not thread-safe.
 */
public final class TokenLog {

  private int[] ids;
  private int length;

  /**
   * @param prompt at least one id
   */
  public TokenLog(int[] prompt) {
    this.ids = Arrays.copyOf(prompt, Math.max(64, prompt.length + prompt.length / 2));
    this.length = prompt.length;
  }

  public int length() {
    return length;
  }

  int at(int position) {
    return ids[position];
  }

  public int last() {
    return ids[length - 1];
  }

  /** The ids themselves, longer than the log; for readers that are given its length too. */
  public int[] ids() {
    return ids;
  }

  public void append(List<Token> tokens) {
    for (Token token : tokens) {
      if (length == ids.length) {
        ids = Arrays.copyOf(ids, length * 2);
      }
      ids[length++] = token.getId();
    }
  }

  /** A view of the ids from a position on, for a request that is built at once. */
  public List<Integer> from(int position) {
    return of(Arrays.copyOfRange(ids, position, length));
  }

  static List<Integer> of(int[] tokens) {
    return new Ids(tokens);
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
