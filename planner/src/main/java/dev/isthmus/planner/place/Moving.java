package dev.isthmus.planner.place;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether a better plan is worth what it moves: the time that it saves a busy service until the
 * horizon against the time that the bytes take. And whether it is better at all: predictions are
 * not more exact than their measurements.
 */
final class Moving {

  private static final double HORIZON_SECONDS = 3600;
  private static final double BYTES_PER_SECOND = 50e6;
  private static final double LEAST_GAIN = 0.2;

  private Moving() {}

  /**
   * @param now milliseconds a token of what runs, empty where that is not known
   * @param then of what might
   */
  static boolean pays(OptionalDouble now, OptionalDouble then, long bytesToMove) {
    if (now.isEmpty() || then.isEmpty()) {
      return false;
    }
    double gain = 1 - then.getAsDouble() / now.getAsDouble();
    return gain >= LEAST_GAIN && gain * HORIZON_SECONDS > bytesToMove / BYTES_PER_SECOND;
  }

  /** Bytes of weights that nodes do not hold by what is placed now. */
  static long bytes(List<Placement> now, List<Placement> then) {
    return then.stream().mapToLong(placement -> missing(now, placement)).sum();
  }

  private static long missing(List<Placement> now, Placement wanted) {
    if (wanted.role() == Role.EXPERTS) {
      return ExpertHomes.missingBytes(now, wanted);
    }
    return now.stream().anyMatch(held -> holds(held, wanted)) ? 0 : wanted.weightBytes();
  }

  private static boolean holds(Placement held, Placement wanted) {
    boolean layers =
        held.lastLayer() == 0 && held.role() != Role.EXPERTS
            || wanted.lastLayer() > 0
                && held.firstLayer() <= wanted.firstLayer()
                && held.lastLayer() >= wanted.lastLayer();
    return layers
        && held.node().equals(wanted.node())
        && held.modelDigest().equals(wanted.modelDigest())
        && held.precision() == wanted.precision();
  }
}
