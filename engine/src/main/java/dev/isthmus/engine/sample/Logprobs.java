package dev.isthmus.engine.sample;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Log-softmax of rows of logits. Not thread-safe: holds scratch. */
public final class Logprobs {

  private final LogitRow row = new LogitRow();

  /**
   * @param logits [rows, width]
   * @param index which row
   * @param headIds id of each column, or null where column and id are the same
   * @param chosen the token's id; -infinity where the head does not score it
   * @param alternatives how many of the most probable ids are wanted, 0..width
   */
  public TokenLogprobs of(
      FloatBuffer logits, int index, int width, int[] headIds, int chosen, int alternatives) {
    row.load(logits, index, width);
    double normaliser = normaliser();
    int column = headIds == null ? chosen : Arrays.binarySearch(headIds, chosen);
    float logprob = column < 0 ? Float.NEGATIVE_INFINITY : (float) (row.value(column) - normaliser);
    int count = Math.min(alternatives, width);
    row.rankAtLeast(count);
    int[] ids = new int[count];
    float[] logprobs = new float[count];
    for (int rank = 0; rank < count; rank++) {
      int ranked = row.ranked(rank);
      ids[rank] = headIds == null ? ranked : headIds[ranked];
      logprobs[rank] = (float) (row.value(ranked) - normaliser);
    }
    return new TokenLogprobs(chosen, logprob, ids, logprobs);
  }

  private double normaliser() {
    double most = row.most();
    double sum = 0;
    for (int i = 0; i < row.width(); i++) {
      sum += Exponential.exp(row.value(i) - most);
    }
    return most + StrictMath.log(sum);
  }
}
