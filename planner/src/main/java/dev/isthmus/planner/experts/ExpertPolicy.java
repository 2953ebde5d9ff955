package dev.isthmus.planner.experts;

/**
 * How experts are to be placed.
 *
 * @param minHomes of every expert, from 1
 * @param hotHomes of an expert that gets more than {@code hotFactor} times the layer's average
 * @param spareHomes further ones per layer, given one by one to the expert with the most load for
 *     each home that it has
 * @param acrossSites whether a token's experts may lie at several sites: a round trip for each
 *     layer then
 * @param moveGain share of a layer's time that moving an expert must save
 */
public record ExpertPolicy(
    int minHomes,
    int hotHomes,
    double hotFactor,
    int spareHomes,
    boolean acrossSites,
    double moveGain) {

  public static final ExpertPolicy STANDARD = new ExpertPolicy(1, 2, 2, 0, false, 0.05);

  public ExpertPolicy {
    if (minHomes < 1 || hotHomes < minHomes || !(hotFactor >= 1) || spareHomes < 0) {
      throw new IllegalArgumentException(
          "minHomes "
              + minHomes
              + ", hotHomes "
              + hotHomes
              + ", hot from "
              + hotFactor
              + " times the average, "
              + spareHomes
              + " spare homes; they must be from 1, from minHomes, from 1 and from 0");
    }
    if (!(moveGain >= 0 && moveGain < 1)) {
      throw new IllegalArgumentException("move gain is " + moveGain + "; it lies in [0, 1)");
    }
  }
}
