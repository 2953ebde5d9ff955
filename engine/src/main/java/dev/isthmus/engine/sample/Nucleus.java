package dev.isthmus.engine.sample;

/**
 * Top-p over what top-k left: the fewest tokens, most probable first, whose probabilities reach p.
 */
final class Nucleus {

  // Sums of 50,000 terms are exact to far better than this.
  private static final double SLACK = 1e-9;

  // Putting more columns in order costs more than it saves.
  private static final int MANY = 2048;

  private final LogitRow row;

  Nucleus(LogitRow row) {
    this.row = row;
  }

  /**
   * How many of the first ranks are kept where top-k leaves all, if few columns tell: the total
   * over all columns lies between what the ranked ones weigh and that plus what the others can
   * weigh at most.
   *
   * @return 0 where only a look at all columns tells
   */
  int sizeIfSmall(double temperature, double p) {
    int kept = 0;
    while (kept == 0 && row.rankMore(MANY)) {
      kept = certainSize(temperature, p);
    }
    return kept;
  }

  /**
   * Whether the column is in the nucleus of all columns; false also where rounding might decide.
   */
  boolean surelyHolds(int column, double temperature, double p) {
    float own = row.value(column);
    double before = 0;
    double total = 0;
    for (int i = 0; i < row.width(); i++) {
      double weight = weight(i, temperature);
      total += weight;
      before += row.value(i) > own || (row.value(i) == own && i < column) ? weight : 0;
    }
    return before < (p - SLACK) * total;
  }

  /** How many of the first ranks are kept where top-k leaves all; puts as many in order. */
  int sizeOfAll(double temperature, double p) {
    return reaching(p * total(temperature), row.width(), temperature);
  }

  /** 0 where the ranked columns do not tell. */
  private int certainSize(double temperature, double p) {
    int ranked = row.rankedCount();
    double known = 0;
    for (int rank = 0; rank < ranked; rank++) {
      known += weight(row.ranked(rank), temperature);
    }
    // No other column weighs more than the last ranked one.
    double others = (row.width() - ranked) * weight(row.ranked(ranked - 1), temperature);
    double least = p * known * (1 - SLACK);
    double most = p * (known + others) * (1 + SLACK);
    double sum = 0;
    int kept = 0;
    while (sum < least) {
      sum += weight(row.ranked(kept++), temperature);
    }
    return sum >= most ? kept : 0;
  }

  private double total(double temperature) {
    double total = 0;
    for (int column = 0; column < row.width(); column++) {
      total += weight(column, temperature);
    }
    return total;
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
