package dev.isthmus.engine.check;

import dev.isthmus.engine.runtime.Precision;
import java.util.Locale;

/**
 * Compares a run with its reference. In fp32 the reference is a bar; in other precisions the
 * distance to it is told, and is no failure.
 */
final class Comparison {

  /** Of the largest absolute logit. */
  static final double LOGITS = 1e-4;

  static final double LOGPROB = 1e-3;

  /** A choice so close that rounding may turn it. */
  static final double CLOSE = 0.01;

  private final boolean bar;
  private final String precision;

  Comparison(Precision precision) {
    this.bar = precision == Precision.FP32;
    this.precision = precision.name().toLowerCase(Locale.ROOT);
  }

  Check logits(Golden.Case reference, float[] logits) {
    String what = "logits of '" + reference.name() + "'";
    float[] expected = reference.lastLogits();
    if (expected.length != logits.length) {
      return new Check(
          what, false, logits.length + " logits; the reference has " + expected.length);
    }
    double distance = 0;
    double most = 0;
    int at = 0;
    for (int i = 0; i < expected.length; i++) {
      double here = Math.abs((double) logits[i] - expected[i]);
      // Not "here > distance", which would pass over a NaN.
      if (!(here <= distance)) {
        distance = here;
        at = i;
      }
      most = Math.max(most, Math.abs(expected[i]));
    }
    String detail =
        String.format(
            Locale.ROOT,
            "max|a-b| %.2e at id %d, max|b| %.4f: %.1e relative, %s",
            distance,
            at,
            most,
            distance / most,
            bar ? "1e-4 allowed" : "no bar in " + precision);
    return new Check(what, !bar || distance <= LOGITS * most, detail);
  }

  Check greedy(Golden.Case reference, int[] ids) {
    String what = "greedy ids of '" + reference.name() + "'";
    int same = matching(reference.greedyIds(), ids);
    int all = reference.greedyIds().length;
    if (same == all) {
      return new Check(what, true, all + " ids equal");
    }
    String detail =
        "id "
            + same
            + " is "
            + ids[same]
            + "; the reference has "
            + reference.greedyIds()[same]
            + ", "
            + same
            + " of "
            + all
            + " ids equal before it";
    if (reference.margins() != null && reference.margins()[same] < CLOSE) {
      String close =
          String.format(Locale.ROOT, " (a margin of %.4f ends it)", reference.margins()[same]);
      return new Check(what, true, detail + close);
    }
    return new Check(what, !bar, bar ? detail : detail + "; no bar in " + precision);
  }

  /** Along the ids that both chose. */
  Check logprobs(Golden.Case reference, GreedyRun run) {
    int same = matching(reference.greedyIds(), run.ids());
    double distance = 0;
    int at = 0;
    for (int i = 0; i < same; i++) {
      double here = Math.abs(run.logprobs()[i] - reference.logprobs()[i]);
      if (!(here <= distance)) {
        distance = here;
        at = i;
      }
    }
    String detail =
        String.format(
            Locale.ROOT,
            "max difference %.2e at id %d of %d, %s",
            distance,
            at,
            same,
            bar ? "1e-3 allowed" : "no bar in " + precision);
    return new Check("logprobs of '" + reference.name() + "'", !bar || distance <= LOGPROB, detail);
  }

  static int matching(int[] expected, int[] ids) {
    int same = 0;
    while (same < Math.min(expected.length, ids.length) && expected[same] == ids[same]) {
      same++;
    }
    return same;
  }
}
