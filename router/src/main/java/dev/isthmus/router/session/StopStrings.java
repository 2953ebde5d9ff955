package dev.isthmus.router.session;

import java.util.List;

/**
 * Finds stop strings in text that comes in pieces, and holds back what may be the beginning of one.
 * Not thread-safe.
 */
final class StopStrings {

  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();

  /**
   * @param stops none of them empty
   */
  StopStrings(List<String> stops) {
    this.stops = stops;
  }

  /**
   * What a piece of text led to.
   *
   * @param text may go to the client now
   * @param stopped a stop string was found; text ends before it and nothing follows
   */
  record Release(String text, boolean stopped) {}

  Release push(String piece) {
    if (stops.isEmpty()) {
      return new Release(piece, false);
    }
    held.append(piece);
    int cut = firstMatch();
    if (cut >= 0) {
      return new Release(held.substring(0, cut), true);
    }
    int free = held.length() - possibleBeginning();
    String text = held.substring(0, free);
    held.delete(0, free);
    return new Release(text, false);
  }

  /** What was held back, once nothing more comes. */
  String finish() {
    String rest = held.toString();
    held.setLength(0);
    return rest;
  }

  private int firstMatch() {
    int first = -1;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    return first;
  }

  /** Length of the longest end of the held text with which a stop string begins. */
  private int possibleBeginning() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
        if (stop.startsWith(held.substring(held.length() - n))) {
          longest = n;
          break;
        }
      }
    }
    return longest;
  }
}
