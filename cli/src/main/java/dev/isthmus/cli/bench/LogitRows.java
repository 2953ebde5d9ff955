package dev.isthmus.cli.bench;

/** Arithmetic on rows of logits. */
final class LogitRows {

  private LogitRows() {}

  /** The first column with the highest value. */
  static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Kullback-Leibler divergence of softmax(other) from softmax(wanted), in nats. */
  static double divergence(float[] wanted, float[] other) {
    double wantedNorm = norm(wanted);
    double otherNorm = norm(other);
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      double log = wanted[i] - wantedNorm;
      sum += Math.exp(log) * (log - (other[i] - otherNorm));
    }
    return sum;
  }

  private static double norm(float[] logits) {
    double most = logits[best(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - most);
    }
    return most + Math.log(sum);
  }
}
