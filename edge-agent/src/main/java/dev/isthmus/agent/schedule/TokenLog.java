package dev.isthmus.agent.schedule;

import java.util.Arrays;
import java.util.List;

/** The token ids of one session, in order; position 0 is the prompt's first. Not thread-safe. */
final class TokenLog {

  private int[] ids = new int[64];
  private int length;

  int length() {
    return length;
  }

  int at(int position) {
    return ids[position];
  }

  /** The ids themselves, longer than the log; for readers that are given its length too. */
  int[] ids() {
    return ids;
  }

  void append(int id) {
    if (length == ids.length) {
      ids = Arrays.copyOf(ids, length * 2);
    }
    ids[length++] = id;
  }

  void append(List<Integer> tokens) {
    for (int id : tokens) {
      append(id);
    }
  }

  void cut(int newLength) {
    length = Math.min(length, newLength);
  }

  int[] range(int from, int to) {
    return Arrays.copyOfRange(ids, from, to);
  }

  int[] toArray() {
    return range(0, length);
  }

  /** How many of {@code tokens}, laid at {@code base}, are what the log holds there already. */
  int matching(int base, List<Integer> tokens) {
    int equal = 0;
    while (equal < tokens.size()
        && base + equal < length
        && ids[base + equal] == tokens.get(equal)) {
      equal++;
    }
    return equal;
  }
}
