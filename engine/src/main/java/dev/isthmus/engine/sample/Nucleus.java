package dev.isthmus.engine.sample;

/**
 * Top-p over what top-k left: the fewest tokens, most probable first, whose probabilities reach p.
 */
final class Nucleus {

  // Sums of 50,000 terms are exact to far better than this.
  private static final double SLACK = 1e-9;

  private final LogitRow row;

  Nucleus(LogitRow row) {
    this.row = row;
  }

  /**
   * True only where the column is certainly in the nucleus of all columns: the mass before it is
   * under p even where nothing but the ranked columns existed. Spares the sum over all columns.
   */
  boolean surelyHolds(int column, double temperature, double p) {
    if (row.rankedCount() == 0) {
      row.rankMore();
    }
    double before = 0;
    double total = 0;
    boolean met = false;
    for (int rank = 0; rank < row.rankedCount(); rank++) {
      int ranked = row.ranked(rank);
      met |= ranked == column;
      double weight = weight(ranked, temperature);
      before += met ? 0 : weight;
      total += weight;
    }
    return met && before < (p - SLACK) * total;
  }

  /** How many of the first ranks are kept where top-k leaves all. */
  int sizeOfAll(double temperature, double p) {
    double total = 0;
    for (int column = 0; column < row.width(); column++) {
      total += weight(column, temperature);
    }
    return reaching(p * total, row.width(), temperature);
  }

  /** How many of the first ranks are kept by top-k, then top-p. Ranks as many as that takes. */
  int size(int topK, double temperature, double p) {
    row.rankAtLeast(topK);
    if (p == 1) {
      return topK;
    }
    double total = 0;
    for (int rank = 0; rank < topK; rank++) {
      total += weight(row.ranked(rank), temperature);
    }
    return reaching(p * total, topK, temperature);
  }

  private int reaching(double mass, int most, double temperature) {
    double sum = 0;
    for (int rank = 0; rank < most; rank++) {
      row.rankAtLeast(rank + 1);
      sum += weight(row.ranked(rank), temperature);
      if (sum >= mass) {
        return rank + 1;
      }
    }
    return most;
  }

  private double weight(int column, double temperature) {
    return Exponential.exp((row.value(column) - (double) row.most()) / temperature);
  }
}
