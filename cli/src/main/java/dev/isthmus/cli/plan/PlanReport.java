package dev.isthmus.cli.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isthmus.operator.plan.CurrentPlan;
import dev.isthmus.operator.plan.Decision;
import dev.isthmus.operator.plan.DryRun;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Forecast;
import dev.isthmus.planner.place.Node;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.Placement;
import dev.isthmus.planner.place.Plan;
import java.util.List;
import java.util.stream.Stream;

/**
 * What would be done for a service.
 *
 * @param verdict Place, Keep, Infeasible, AwaitModel or HoldStill
 * @param reason and message where nothing can be planned
 * @param nodes what the plan takes of each node that it uses
 * @param leaves roles of the plan in force that would go
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanReport(
    String service,
    String verdict,
    String reason,
    String message,
    String inForce,
    List<RoleLine> roles,
    List<RoleLine> leaves,
    Forecast predicted,
    List<NodeLine> nodes,
    List<Shortfall> shortfalls,
    List<String> lost) {

  /**
   * A role.
   *
   * @param layers "all", or first and last one, both included
   * @param isNew not in the plan in force
   */
  public record RoleLine(
      String role,
      String node,
      String site,
      String precision,
      String layers,
      long weightBytes,
      long kvBytes,
      boolean isNew) {

    static RoleLine of(Placement placement, boolean isNew) {
      return new RoleLine(
          placement.role().word(),
          placement.node(),
          placement.site(),
          placement.precision().word(),
          placement.lastLayer() == 0
              ? "all"
              : placement.firstLayer() + "–" + (placement.lastLayer() - 1),
          placement.weightBytes(),
          placement.kvBytes(),
          isNew);
    }
  }

  /** Memory of a node, in bytes. */
  public record NodeLine(String node, long planned, long memory) {}

  static PlanReport of(DryRun.Proposal proposal, Fleet fleet) {
    String service =
        proposal.service().getMetadata().getNamespace()
            + "/"
            + proposal.service().getMetadata().getName();
    String inForce = proposal.before().map(CurrentPlan::name).orElse(null);
    Decision decision = proposal.decision();
    if (decision instanceof Decision.Place place) {
      return placed(
          service, inForce, place.plan(), place.shortfalls(), place.forecast(), proposal, fleet);
    }
    if (decision instanceof Decision.Keep keep) {
      return placed(
          service,
          inForce,
          keep.current().plan(),
          keep.shortfalls(),
          keep.forecast(),
          proposal,
          fleet);
    }
    if (decision instanceof Decision.Infeasible no) {
      return none(service, inForce, decision, no.reason().name(), no.message());
    }
    if (decision instanceof Decision.AwaitModel no) {
      return none(service, inForce, decision, no.reason().name(), no.message());
    }
    return none(service, inForce, decision, null, ((Decision.HoldStill) decision).message());
  }

  private static PlanReport none(
      String service, String inForce, Decision decision, String reason, String message) {
    return new PlanReport(
        service,
        decision.getClass().getSimpleName(),
        reason,
        message,
        inForce,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private static PlanReport placed(
      String service,
      String inForce,
      Plan plan,
      List<Shortfall> shortfalls,
      Forecast forecast,
      DryRun.Proposal proposal,
      Fleet fleet) {
    List<Placement> before =
        proposal.before().map(current -> current.plan().placements()).orElse(List.of());
    return new PlanReport(
        service,
        proposal.decision().getClass().getSimpleName(),
        null,
        null,
        inForce,
        plan.placements().stream().map(p -> RoleLine.of(p, !before.contains(p))).toList(),
        before.stream()
            .filter(p -> !plan.placements().contains(p))
            .map(p -> RoleLine.of(p, false))
            .toList(),
        forecast,
        nodes(plan, fleet),
        shortfalls,
        plan.rejected());
  }

  private static List<NodeLine> nodes(Plan plan, Fleet fleet) {
    Stream<String> names = plan.placements().stream().map(Placement::node).distinct();
    return names
        .map(
            name ->
                new NodeLine(
                    name,
                    plan.placements().stream()
                        .filter(placement -> placement.node().equals(name))
                        .mapToLong(Placement::bytes)
                        .sum(),
                    fleet.node(name).map(Node::memoryBytes).orElse(0L)))
        .toList();
  }

  boolean isFeasible() {
    return !roles.isEmpty();
  }
}
