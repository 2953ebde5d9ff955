package dev.isthmus.engine.measure;

import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.Arrays;
import java.util.List;

/** Compares two precisions of a model along the same text. */
public final class QualityProbe {

  /** Rows whose logits are held at a time. */
  private static final int ROWS = 32;

  private final StepEngine reference;
  private final StepEngine candidate;

  /**
   * @param reference the model in fp32, all layers
   * @param candidate the same model in another precision, the same head
   */
  public QualityProbe(StepEngine reference, StepEngine candidate) {
    this.reference = reference;
    this.candidate = candidate;
  }

  /** Compares every token of the answers. */
  public Quality compare(List<Answer> answers) {
    int tokens = 0;
    int agreed = 0;
    double divergence = 0;
    for (Answer answer : answers) {
      int end = answer.tokens().length - 1;
      try (Sequence ours = start(reference, answer);
          Sequence theirs = start(candidate, answer)) {
        for (int at = answer.prompt() - 1; at < end; at += ROWS) {
          int[] window = Arrays.copyOfRange(answer.tokens(), at, Math.min(at + ROWS, end));
          StepResult p = step(reference, ours, window);
          StepResult q = step(candidate, theirs, window);
          for (int row = 0; row < window.length; row++) {
            tokens++;
            agreed += Teacher.best(p, row) == Teacher.best(q, row) ? 1 : 0;
            divergence += divergence(p, q, row);
          }
        }
      }
    }
    return new Quality(tokens, (double) agreed / tokens, divergence / tokens);
  }

  private static Sequence start(StepEngine engine, Answer answer) {
    Sequence sequence = Teacher.admit(engine, answer.tokens(), answer.tokens().length);
    sequence.truncate(0);
    if (answer.prompt() > 1) {
      Teacher.prefill(engine, sequence, Arrays.copyOf(answer.tokens(), answer.prompt() - 1));
    }
    return sequence;
  }

  private static StepResult step(StepEngine engine, Sequence sequence, int[] window) {
    return engine.step(List.of(Window.of(sequence, window, window.length))).get(0);
  }

  /** sum p (log p - log q) over softmaxes of two rows of logits. */
  private static double divergence(StepResult p, StepResult q, int row) {
    double logP = logNormalizer(p, row);
    double logQ = logNormalizer(q, row);
    double sum = 0;
    int base = row * p.width();
    for (int v = 0; v < p.width(); v++) {
      double a = p.values().get(base + v) - logP;
      sum += Math.exp(a) * (a - q.values().get(base + v) + logQ);
    }
    return sum;
  }

  private static double logNormalizer(StepResult result, int row) {
    int base = row * result.width();
    double most = result.values().get(base + Teacher.best(result, row));
    double sum = 0;
    for (int v = 0; v < result.width(); v++) {
      sum += Math.exp(result.values().get(base + v) - most);
    }
    return most + Math.log(sum);
  }
}
