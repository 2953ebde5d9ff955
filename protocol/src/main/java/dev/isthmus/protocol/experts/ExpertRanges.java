package dev.isthmus.protocol.experts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Experts of a layer as people and records write them: {@code 0-15,40}. */
public final class ExpertRanges {

  private static final int MOST = 4096;

  private ExpertRanges() {}

  /**
   * @throws IllegalArgumentException where it is not written so, or not ascending
   */
  public static SortedSet<Integer> parse(String ranges) {
    SortedSet<Integer> experts = new TreeSet<>();
    for (String range : ranges.split(",", -1)) {
      String[] ends = range.split("-", -1);
      try {
        int first = Integer.parseInt(ends[0]);
        int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
        boolean ascending = experts.isEmpty() || first > experts.last();
        if (ends.length > 2 || first < 0 || last < first || last >= MOST || !ascending) {
          throw refusal(ranges);
        }
        for (int expert = first; expert <= last; expert++) {
          experts.add(expert);
        }
      } catch (NumberFormatException e) {
        throw refusal(ranges);
      }
    }
    return experts;
  }

  private static IllegalArgumentException refusal(String ranges) {
    return new IllegalArgumentException(
        "experts \"" + ranges + "\" are not ascending ranges as in \"0-15,40\", below " + MOST);
  }

  /** The shortest way to write them. */
  public static String format(Collection<Integer> experts) {
    List<String> ranges = new ArrayList<>();
    int first = -1;
    int last = -2;
    for (int expert : new TreeSet<>(experts)) {
      if (expert != last + 1) {
        add(ranges, first, last);
        first = expert;
      }
      last = expert;
    }
    add(ranges, first, last);
    return String.join(",", ranges);
  }

  private static void add(List<String> ranges, int first, int last) {
    if (last >= 0) {
      ranges.add(first == last ? String.valueOf(first) : first + "-" + last);
    }
  }
}
