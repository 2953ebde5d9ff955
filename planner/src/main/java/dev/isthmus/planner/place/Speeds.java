package dev.isthmus.planner.place;

import dev.isthmus.planner.mode.StepTimes;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long steps take on nodes. A model that a node runs was measured there; what it would take
 * with other bytes follows from the bytes, since decoding is bound by reading weights.
 */
final class Speeds {

  /** Of a node of which nothing is known, in a fleet of which nothing is known. */
  private static final double MILLIS_PER_BYTE = 0.15e-6;

  /** What each further row of a step adds, as a share of the first: typical of what is measured. */
  private static final double SHARE_PER_ROW = 0.2;

  private final double typical;

  Speeds(Fleet fleet) {
    double[] known =
        fleet.nodes().stream()
            .map(Node::millisPerByte)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .sorted()
            .toArray();
    this.typical = known.length == 0 ? MILLIS_PER_BYTE : known[(known.length - 1) / 2];
  }

  static boolean isKnown(Node node, Placing placing, Precision precision) {
    return times(node, placing, precision) != null || node.millisPerByte().isPresent();
  }

  double millisPerByte(Node node) {
    return node.millisPerByte().orElse(typical);
  }

  /** One step of the whole model. */
  double millis(Node node, Placing placing, Precision precision, int rows) {
    StepTimes times = times(node, placing, precision);
    return times != null
        ? times.millis(rows)
        : rows(millisPerByte(node) * placing.model().weightBytes().get(precision), rows);
  }

  /** A step of so many rows where one of one row takes this long. */
  static double rows(double one, int rows) {
    return one * (1 + SHARE_PER_ROW * (rows - 1));
  }

  private static StepTimes times(Node node, Placing placing, Precision precision) {
    return node.measured().getOrDefault(placing.model().digest(), Map.of()).get(precision);
  }
}
