package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.measure.Quality;
import dev.isthmus.engine.measure.QualityMeter;
import dev.isthmus.engine.measure.RememberedQuality;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What a quantised verifier must keep of its source. It is measured once per machine, in the child
 * that prepares weights, and remembered beside them. Drafts are not held to it: the verifier
 * corrects them.
 */
final class QualityFloor {

  /** Positions compared: the share of equal first choices is then known to about one percent. */
  static final int TOKENS = 512;

  /** Above it a second copy in fp32 is not loaded only to be compared with. */
  private static final long MOST_REFERENCE_BYTES = 2L << 30;

  private static final Logger LOG = Logger.getLogger(QualityFloor.class);

  private QualityFloor() {}

  /** Whether this role's weights are measured: only where all of them are at one node. */
  static boolean applies(
      RoleAssignment role, Precision precision, Architecture model, StageRange range) {
    return role.getRole() == Role.ROLE_VERIFIER
        && precision != Precision.FP32
        && !role.hasExperts()
        && range.equals(new StageRange(0, model.layers()));
  }

  /**
   * Whether both forms of the weights fit beside each other.
   *
   * @param freeBytes of this node's memory for models
   */
  static boolean isComparable(OpenedModel opened, Precision precision, long freeBytes) {
    WeightSizes sizes = WeightSizes.of(opened.source(), opened.architecture());
    long reference = sizes.bytes(Precision.FP32);
    return reference <= MOST_REFERENCE_BYTES && reference + sizes.bytes(precision) <= freeBytes;
  }

  /** Whether it was measured on this machine before. */
  static boolean isMeasured(OpenedModel opened, Precision precision, EngineOptions options) {
    return remembered(opened, precision, options).over(TOKENS).isPresent();
  }

  /** Measures where that was never done; called by the child. */
  static void measure(OpenedModel opened, Precision precision, EngineOptions options, Clock clock) {
    new QualityMeter(opened.original(), opened.source(), opened.architecture(), options, clock)
        .measure(precision, TOKENS);
  }

  /**
   * What was measured; empty, with a line in the log, where the model is too large to be compared
   * with its source here.
   *
   * @throws BelowQualityFloorException where it is below the package's floor
   */
  static Optional<Quality> check(
      RoleAssignment role, OpenedModel opened, Precision precision, EngineOptions options) {
    Optional<Quality> known = remembered(opened, precision, options).over(1);
    double floor = role.getModel().getMinAgreement();
    if (known.isPresent() && known.get().agreement() < floor) {
      throw new BelowQualityFloorException(
          String.format(
              Locale.ROOT,
              "%s in %s chooses the source's first token at %.3f of %d positions;"
                  + " spec.quality.minAgreement asks for %s: allow another precision, or lower it",
              role.getModel().getPackage(),
              precision.name().toLowerCase(Locale.ROOT),
              known.get().agreement(),
              known.get().tokens(),
              floor));
    }
    if (known.isEmpty()) {
      LOG.warnf(
          "role=%s: not compared with its source, whose fp32 weights are too large for this node;"
              + " spec.quality.minAgreement is not held",
          role.getId());
    }
    return known;
  }

  private static RememberedQuality remembered(
      OpenedModel opened, Precision precision, EngineOptions options) {
    return RememberedQuality.of(opened.source(), opened.architecture(), precision, options);
  }
}
