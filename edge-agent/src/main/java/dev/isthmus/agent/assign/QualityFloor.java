package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.measure.Quality;
import dev.isthmus.engine.measure.QualityMeter;
import dev.isthmus.engine.measure.RememberedQuality;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

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

  private QualityFloor() {}

  /** Whether this role's weights are measured: only where all of them are at one node. */
  static boolean applies(
      RoleAssignment role, Precision precision, Architecture model, StageRange range) {
    return role.getRole() == Role.ROLE_VERIFIER
        && precision != Precision.FP32
        && !role.hasExperts()
        && range.equals(new StageRange(0, model.layers()));
  }

  /** Measures where that was never done; called by the child. */
  static void measure(OpenedModel opened, Precision precision, EngineOptions options, Clock clock) {
    StageRange whole = new StageRange(0, opened.architecture().layers());
    WeightSizes sizes = WeightSizes.of(opened.source(), opened.architecture(), whole);
    if (sizes.bytes(Precision.FP32) <= MOST_REFERENCE_BYTES) {
      new QualityMeter(opened.source(), opened.architecture(), options, clock)
          .measure(precision, TOKENS);
    }
  }

  /**
   * What was measured; empty where the model is too large to be compared with its source here.
   *
   * @throws BelowQualityFloorException where it is below the package's floor
   */
  static Optional<Quality> check(
      RoleAssignment role, OpenedModel opened, Precision precision, EngineOptions options) {
    StageRange whole = new StageRange(0, opened.architecture().layers());
    Path prepared =
        EngineLoader.prepare(opened.source(), opened.architecture(), whole, precision, options)
            .directory();
    Optional<Quality> known = new RememberedQuality(prepared).over(1);
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
    return known;
  }
}
