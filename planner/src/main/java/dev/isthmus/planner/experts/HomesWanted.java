package dev.isthmus.planner.experts;

/** How many homes each expert of a layer is to have. */
final class HomesWanted {

  private HomesWanted() {}

  /**
   * @param rows a token's, by expert
   * @param most homes that an expert can have: nodes that there are
   */
  static int[] of(double[] rows, ExpertPolicy policy, int most) {
    double average = 0;
    for (double row : rows) {
      average += row / rows.length;
    }
    int[] homes = new int[rows.length];
    for (int expert = 0; expert < rows.length; expert++) {
      boolean hot = rows[expert] > policy.hotFactor() * average;
      // what is hot gets a second home where there is a second node; the least is the least
      homes[expert] =
          hot ? Math.max(policy.minHomes(), Math.min(policy.hotHomes(), most)) : policy.minHomes();
    }
    for (int spare = 0; spare < policy.spareHomes(); spare++) {
      int neediest = neediest(rows, homes, most);
      if (neediest < 0) {
        break;
      }
      homes[neediest]++;
    }
    return homes;
  }

  /** argmax load / homes, or -1 where every expert is everywhere. */
  private static int neediest(double[] rows, int[] homes, int most) {
    int neediest = -1;
    for (int expert = 0; expert < rows.length; expert++) {
      if (homes[expert] < most
          && (neediest < 0 || rows[expert] / homes[expert] > rows[neediest] / homes[neediest])) {
        neediest = expert;
      }
    }
    return neediest;
  }
}
