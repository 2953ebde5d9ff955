package dev.isthmus.planner.experts;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Numbers of experts, written as ranges with both ends included: {@code 0-15,40}. Immutable. */
public final class ExpertRanges {

  public static final ExpertRanges NONE = new ExpertRanges(new BitSet());

  private final BitSet experts;

  private ExpertRanges(BitSet experts) {
    this.experts = experts;
  }

  public static ExpertRanges of(BitSet experts) {
    return new ExpertRanges((BitSet) experts.clone());
  }

  public static ExpertRanges of(int... experts) {
    BitSet set = new BitSet();
    IntStream.of(experts).forEach(set::set);
    return new ExpertRanges(set);
  }

  /**
   * @param text ranges in ascending order; empty for none
   * @param experts how many the layer has
   * @throws IllegalArgumentException naming the part that is wrong and the limit
   */
  public static ExpertRanges parse(String text, int experts) {
    BitSet set = new BitSet();
    if (text.isEmpty()) {
      return NONE;
    }
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = number(text, dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : number(text, part.substring(dash + 1));
      if (last < first || first < set.length()) {
        throw new IllegalArgumentException(
            "experts \"" + text + "\": " + part + " is not in ascending order");
      }
      if (last >= experts) {
        throw new IllegalArgumentException(
            "experts \""
                + text
                + "\": "
                + part
                + " is beyond the layer's last expert "
                + (experts - 1));
      }
      set.set(first, last + 1);
    }
    return new ExpertRanges(set);
  }

  private static int number(String text, String digits) {
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "experts \"" + text + "\": \"" + digits + "\" is not a number; write them as 0-15,40");
    }
    return Integer.parseInt(digits);
  }

  public boolean contains(int expert) {
    return experts.get(expert);
  }

  public IntStream stream() {
    return experts.stream();
  }

  public int count() {
    return experts.cardinality();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int first = experts.nextSetBit(0); first >= 0; ) {
      int last = experts.nextClearBit(first) - 1;
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (last > first) {
        text.append('-').append(last);
      }
      first = experts.nextSetBit(last + 1);
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExpertRanges ranges && ranges.experts.equals(experts);
  }

  @Override
  public int hashCode() {
    return experts.hashCode();
  }
}
