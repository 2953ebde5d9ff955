package dev.isthmus.operator.plan;

import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.ModelPackageStatus;
import dev.isthmus.crds.model.PrecisionSize;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.MeasuredStep;
import dev.isthmus.crds.node.Role;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.plan.PlannedRole;
import dev.isthmus.operator.observe.ObservedNode;
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

/**
 * What nodes measured of their roles, with the models and bytes that plans say these have. What a
 * node runs no more is remembered in its status: one that was slow is not taken for a fast one once
 * its work has gone elsewhere, until that is an hour ago.
 */
public final class Measurements {

  /** Bytes of the unit that statuses give speeds for. */
  public static final double GIGABYTE = 1e9;

  private final Map<String, Known> planned = new HashMap<>();
  private final Map<String, Long> embeddings = new HashMap<>();
  private final Map<String, Double> remembered = new HashMap<>();

  /**
   * @param isWhole whether it holds all layers with all that is in them
   */
  private record Known(PlannedRole role, boolean isWhole) {}

  /**
   * What a node says of a role.
   *
   * @param precision null where it has none yet
   * @param steps at load, of the whole chain where it is a chain's host
   * @param live of the node's own engine while it serves
   */
  record Report(
      String role,
      dev.isthmus.crds.model.Precision precision,
      List<MeasuredStep> steps,
      List<MeasuredStep> live) {

    /**
     * Of the layers that it holds alone. Whole models are compared as they were measured at load:
     * steps that serve have longer contexts behind them than those of an idle node had. The stages
     * of a chain have the same contexts, and are known once they have served.
     */
    Optional<StepTimes> own(PlannedRole planned) {
      return times(planned.holdsPart() ? live : steps);
    }

    private static Optional<StepTimes> times(List<MeasuredStep> steps) {
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

  /**
   * @param source as it is now; what comes later is not seen
   */
  public Measurements(ResourceReader source) {
    source.list(PlacementPlan.class).stream()
        .sorted(Comparator.comparing(plan -> plan.getSpec().plan().epoch()))
        .map(plan -> plan.getSpec().plan().roles())
        .forEach(this::learn);
    source.list(ModelPackage.class).stream()
        .map(ModelPackage::getStatus)
        .filter(status -> status != null && status.facts() != null)
        .map(ModelPackageStatus::facts)
        .forEach(this::learn);
    source.list(InferenceNode.class).stream()
        .filter(node -> node.getStatus() != null && node.getStatus().millisPerGigabyte() != null)
        .forEach(
            node ->
                remembered.put(
                    node.getMetadata().getName(), node.getStatus().millisPerGigabyte() / GIGABYTE));
  }

  private void learn(ModelFacts facts) {
    for (PrecisionSize size : facts.sizes()) {
      long bytes = (long) (size.bytes() * DemandInputs.embeddingShare(facts));
      embeddings.put(key(facts.digest(), size.precision()), bytes);
    }
  }

  private void learn(List<PlannedRole> roles) {
    boolean isWhole = roles.stream().noneMatch(role -> role.role() == Role.EXPERTS);
    for (PlannedRole role : roles) {
      planned.put(key(role.node(), role.id()), new Known(role, isWhole && !role.holdsPart()));
    }
  }

  private static String key(String of, Object part) {
    return of + " " + part;
  }

  /** Steps of whole models, by their digests. */
  Map<String, Map<Precision, StepTimes>> whole(String node, List<Report> reports) {
    Map<String, Map<Precision, StepTimes>> measured = new HashMap<>();
    for (Report report : reports) {
      Known known = planned.get(key(node, report.role()));
      if (known != null && known.isWhole() && report.precision() != null) {
        PlannedRole role = known.role();
        report
            .own(role)
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

  /** Milliseconds for each byte, as {@link #millisPerByte}, by what the node runs alone. */
  public OptionalDouble measured(ObservedNode node) {
    return measured(node.id(), FleetInputs.reports(node));
  }

  /**
   * Milliseconds for each byte of weights that a step of one row reads; of the largest role. Of a
   * stage it is what its node's own engine takes while the chain serves: a chain's host measures
   * the whole chain, network included, and at load a node is busy with other things. Where nothing
   * that it runs says it, as its status remembers it.
   */
  OptionalDouble millisPerByte(String node, List<Report> reports) {
    OptionalDouble measured = measured(node, reports);
    Double known = remembered.get(node);
    return measured.isPresent() || known == null ? measured : OptionalDouble.of(known);
  }

  private OptionalDouble measured(String node, List<Report> reports) {
    long largest = 0;
    OptionalDouble found = OptionalDouble.empty();
    for (Report report : reports) {
      Known known = planned.get(key(node, report.role()));
      PlannedRole role = known == null ? null : known.role();
      if (role == null || role.precision() != report.precision()) {
        continue;
      }
      Optional<StepTimes> times = report.own(role);
      long bytes = role.weightBytes() - unread(role);
      if (times.isPresent() && bytes > largest) {
        largest = bytes;
        found = OptionalDouble.of(times.get().millis(1) / largest);
      }
    }
    return found;
  }

  /** Of a first stage: of the embedding a step reads a row. */
  private long unread(PlannedRole role) {
    boolean embeds = role.holdsPart() && role.firstLayer() == 0;
    return embeds ? embeddings.getOrDefault(key(role.modelDigest(), role.precision()), 0L) : 0;
  }
}
