package dev.isthmus.agent.assign;

import dev.isthmus.agent.experts.ExpertPlaces;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.worker.WorkerLimits;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an assignment says about experts. */
final class RoleExperts {

  /** Of a message of rows, what is left for all but rows. */
  private static final int HEAD_BYTES = 64 << 10;

  private RoleExperts() {}

  static boolean isHome(RoleAssignment role) {
    return role.getRole() == Role.ROLE_EXPERTS;
  }

  /** Whether the role's layers are without their experts. */
  static boolean areApart(RoleAssignment role, Architecture model) {
    return !isHome(role) && role.hasExperts() && model.experts() != null;
  }

  /** This home among all; without experts where it is not named. */
  static ExpertHome own(RoleAssignment role) {
    return role.getExperts().getHomesList().stream()
        .filter(home -> home.getRoleId().equals(role.getId()))
        .findFirst()
        .orElse(ExpertHome.getDefaultInstance());
  }

  /**
   * @throws IllegalArgumentException where the model does not have what is assigned
   */
  static SortedSet<ExpertId> held(RoleAssignment role, Architecture model) {
    SortedSet<ExpertId> held = ExpertPlaces.held(own(role));
    for (ExpertId id : held) {
      if (!model.isSparse(id.layer()) || id.expert() >= model.experts().count()) {
        throw new IllegalArgumentException(
            "expert %d of layer %d is assigned; the model has none"
                .formatted(id.expert(), id.layer()));
      }
    }
    if (held.isEmpty()) {
      throw new IllegalArgumentException("no experts are assigned to the home " + role.getId());
    }
    return held;
  }

  /**
   * Experts that get 4 bits a weight, whatever the model's files have. Other precisions than int4
   * know none.
   */
  static SortedSet<ExpertId> narrow(RoleAssignment role) {
    return role.getPrecision() == dev.isthmus.protocol.v1.Precision.INT4
        ? ExpertPlaces.ids(role.getNarrowExpertsList())
        : new TreeSet<>();
  }

  /** Bytes of the weights that a role holds, about. */
  static long weightBytes(
      RoleAssignment role, OpenedModel opened, Precision precision, StageRange range) {
    Architecture model = opened.architecture();
    WeightSizes sizes = WeightSizes.of(opened.source(), model, range);
    if (isHome(role)) {
      return held(role, model).size() * sizes.expertBytes(precision);
    }
    return areApart(role, model) ? sizes.bytesWithoutExperts(precision) : sizes.bytes(precision);
  }

  /** So few rows a step that those of one layer fit one message to a home. */
  static EngineOptions rows(EngineOptions options, Architecture model) {
    int bytes = model.experts().active() * model.hidden() * Float.BYTES;
    int most = Math.max(2, (WorkerLimits.MAX_MESSAGE_BYTES - HEAD_BYTES) / bytes);
    return options.withMaxRows(Math.min(options.maxRows(), most));
  }

  /**
   * Whether the role's weights are known to lie in the cache. Those of experts, and of layers
   * without theirs, are not looked for.
   */
  static boolean arePrepared(
      RoleAssignment role, OpenedModel opened, StageRange range, EngineOptions options) {
    Architecture model = opened.architecture();
    return !isHome(role)
        && !areApart(role, model)
        && EngineLoader.isPrepared(
            opened.source(), model, range, Precisions.engine(role.getPrecision()), options);
  }

  /** Makes sure that the role's weights are prepared in the cache; loads nothing. */
  static void prepare(
      RoleAssignment role, OpenedModel opened, StageRange range, EngineOptions options) {
    Architecture model = opened.architecture();
    Precision precision = Precisions.engine(role.getPrecision());
    if (isHome(role)) {
      ExpertEngine.prepare(opened.source(), model, held(role, model), precision, options);
    } else if (areApart(role, model)) {
      EngineLoader.prepareApart(opened.source(), model, range, precision, options);
    } else {
      EngineLoader.prepare(opened.source(), model, range, precision, options);
    }
  }
}
