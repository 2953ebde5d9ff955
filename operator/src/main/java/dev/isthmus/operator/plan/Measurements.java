package dev.isthmus.operator.plan;

import dev.isthmus.crds.node.MeasuredStep;
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

  private final Map<String, PlannedRole> planned = new HashMap<>();

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
        .flatMap(plan -> plan.getSpec().plan().roles().stream())
        .forEach(role -> planned.put(role.node() + " " + role.id(), role));
  }

  /** Steps of whole models, by their digests. */
  Map<String, Map<Precision, StepTimes>> whole(String node, List<Report> reports) {
    Map<String, Map<Precision, StepTimes>> measured = new HashMap<>();
    for (Report report : reports) {
      PlannedRole role = planned.get(node + " " + report.role());
      if (role != null && !role.holdsPart() && report.precision() != null) {
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
      PlannedRole role = planned.get(node + " " + report.role());
      Optional<StepTimes> times = report.times();
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
