package dev.isthmus.operator.plan;

import dev.isthmus.crds.node.MeasuredStep;
import dev.isthmus.crds.node.Role;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlannedRole;
import dev.isthmus.operator.source.ResourceReader;
import dev.isthmus.planner.mode.StepTimes;
import dev.isthmus.planner.place.Precision;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What nodes measured of their roles, with the models and bytes that plans say these have. */
final class Measurements {

  private final Map<String, Known> planned = new HashMap<>();

  /**
   * @param isWhole whether it holds all layers with all that is in them
   */
  private record Known(PlannedRole role, boolean isWhole) {}

  /**
   * What a node says of a role.
   *
   * @param precision null where it has none yet
   */
  record Report(String role, dev.isthmus.crds.model.Precision precision, List<MeasuredStep> steps) {

    Optional<StepTimes> times() {
      TreeMap<Integer, Double> millis = new TreeMap<>();
      for (MeasuredStep step : steps) {
        if (step.sessions() == 1
            && step.rows() > 0
            && Double.isFinite(step.millis())
            && step.millis() > 0) {
          millis.put(step.rows(), step.millis());
        }
      }
      return millis.isEmpty() ? Optional.empty() : Optional.of(new StepTimes(millis));
    }
  }

  Measurements(ResourceReader source) {
    source.list(PlacementPlan.class).stream()
        .sorted(Comparator.comparing(plan -> plan.getSpec().plan().epoch()))
        .map(plan -> plan.getSpec().plan().roles())
        .forEach(this::learn);
  }

  private void learn(List<PlannedRole> roles) {
    boolean isWhole = roles.stream().noneMatch(role -> role.role() == Role.EXPERTS);
    for (PlannedRole role : roles) {
      planned.put(key(role.node(), role.id()), new Known(role, isWhole && !role.holdsPart()));
    }
  }

  private static String key(String node, String role) {
    return node + " " + role;
  }

  /** Steps of whole models, by their digests. */
  Map<String, Map<Precision, StepTimes>> whole(String node, List<Report> reports) {
    Map<String, Map<Precision, StepTimes>> measured = new HashMap<>();
    for (Report report : reports) {
      Known known = planned.get(key(node, report.role()));
      if (known != null && known.isWhole() && report.precision() != null) {
        PlannedRole role = known.role();
        report
            .times()
            .ifPresent(
                times ->
                    measured
                        .computeIfAbsent(
                            role.modelDigest(), digest -> new EnumMap<>(Precision.class))
                        .put(Words.precision(report.precision()), times));
      }
    }
    return measured;
  }

  /**
   * Milliseconds for each byte of weights that a step of one row reads; of the largest role. A
   * chain's host measures its whole chain, network included, which says nothing of the node.
   */
  OptionalDouble millisPerByte(String node, List<Report> reports) {
    long largest = 0;
    OptionalDouble found = OptionalDouble.empty();
    for (Report report : reports) {
      Known known = planned.get(key(node, report.role()));
      Optional<StepTimes> times = report.times();
      PlannedRole role = known == null ? null : known.role();
      if (times.isPresent()
          && role != null
          && !role.holdsPart()
          && role.precision() == report.precision()
          && role.weightBytes() > largest) {
        largest = role.weightBytes();
        found = OptionalDouble.of(times.get().millis(1) / largest);
      }
    }
    return found;
  }
}
