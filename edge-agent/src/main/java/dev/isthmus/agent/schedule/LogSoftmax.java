package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.Alternative;
import dev.isthmus.protocol.v1.Token;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Natural logarithms of the unfiltered softmax at temperature 1 of one row of logits. */
final class LogSoftmax {

  private final FloatBuffer values;
  private final int offset;
  private final int width;
  private final int[] headIds;
  private final double logSum;

  LogSoftmax(StepResult result, int row, int[] headIds) {
    this.values = result.values();
    this.width = result.width();
    this.offset = row * width;
    this.headIds = headIds;
    this.logSum = logSum();
  }

  /** Sets the token's logprob and its most probable alternatives, best first, itself left out. */
  void describe(Token.Builder token, int alternatives) {
    token.setLogprob(logprob(column(token.getId())));
    for (int column : best(alternatives + 1)) {
      if (id(column) != token.getId() && token.getAlternativesCount() < alternatives) {
        token.addAlternatives(
            Alternative.newBuilder().setId(id(column)).setLogprob(logprob(column)));
      }
    }
  }

  private Iterable<Integer> best(int count) {
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingDouble(column -> values.get(offset + column))
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> kept = new PriorityQueue<>(count + 1, worstFirst);
    for (int column = 0; column < width; column++) {
      if (kept.size() < count) {
        kept.add(column);
      } else if (values.get(offset + column) > values.get(offset + kept.peek())) {
        kept.poll();
        kept.add(column);
      }
    }
    return kept.stream().sorted(worstFirst.reversed()).toList();
  }

  private float logprob(int column) {
    return (float) (values.get(offset + column) - logSum);
  }

  private int id(int column) {
    return headIds == null ? column : headIds[column];
  }

  private int column(int id) {
    return headIds == null ? id : Arrays.binarySearch(headIds, id);
  }

  private double logSum() {
    double max = Double.NEGATIVE_INFINITY;
    for (int column = 0; column < width; column++) {
      max = Math.max(max, values.get(offset + column));
    }
    double sum = 0;
    for (int column = 0; column < width; column++) {
      sum += Math.exp(values.get(offset + column) - max);
    }
    return max + Math.log(sum);
  }
}
